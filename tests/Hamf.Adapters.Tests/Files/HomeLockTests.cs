using System.Diagnostics;
using System.Globalization;
using Hamf.Adapters.Files;
using Hamf.TestKit;

namespace Hamf.Adapters.Tests.Files;

public sealed class HomeLockTests : IDisposable
{
    /// <summary>Argument that makes the test program take the lock of a home, say so and hold it until it is killed.</summary>
    public const string ProbeVerb = "--home-lock-probe";

    private readonly TempFolder _folder = new();

    [Fact]
    public void A_second_server_is_told_who_holds_the_home()
    {
        HomeFolder home = new(_folder.Path);
        using HomeLock held = HomeLock.Take(home, "http://127.0.0.1:5080");

        IOException error = Assert.Throws<IOException>(() => HomeLock.Take(home, "http://127.0.0.1:5081"));

        Assert.Contains("http://127.0.0.1:5080", error.Message, StringComparison.Ordinal);
        Assert.Contains(Environment.ProcessId.ToString(CultureInfo.InvariantCulture), error.Message, StringComparison.Ordinal);
        Assert.Contains("--home", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_released_home_can_be_taken_again()
    {
        HomeFolder home = new(_folder.Path);
        HomeLock.Take(home, "a longer name of the first holder").Dispose();

        using HomeLock again = HomeLock.Take(home, "b");

        IOException error = Assert.Throws<IOException>(() => HomeLock.Take(home, "c"));
        Assert.DoesNotContain("holder", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_killed_holder_releases_the_home()
    {
        HomeFolder home = new(_folder.Path);
        using ProbeProcess probe = ProbeProcess.Start(ProbeVerb, _folder.Path);
        Process holder = probe.Process;
        Assert.Equal("held", await holder.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        IOException error = Assert.Throws<IOException>(() => HomeLock.Take(home, "second"));
        Assert.Contains(holder.Id.ToString(CultureInfo.InvariantCulture), error.Message, StringComparison.Ordinal);

        holder.Kill();
        await holder.WaitForExitAsync(TestContext.Current.CancellationToken);

        HomeLock.Take(home, "second").Dispose();
    }

    public void Dispose() => _folder.Dispose();

    internal static async Task HoldAsync(string path)
    {
        using HomeLock held = HomeLock.Take(new HomeFolder(path), "http://127.0.0.1:1");
        await Console.Out.WriteLineAsync("held");
        await Console.Out.FlushAsync();
        await Task.Delay(Timeout.Infinite);
    }
}
