using System.Diagnostics;
using Hamf.TestKit;

namespace Hamf.System.Tests;

/// <summary>The launcher at the root of the repository and the demo it starts.</summary>
[Collection(AloneCollection.Name)]
public sealed class LauncherTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    [Trait("size", "slow")]
    public async Task Launcher_works_from_any_folder_and_builds_only_once()
    {
        await LaunchAsync();
        DateTime built = File.GetLastWriteTimeUtc(Path.Combine(RealPart.RepositoryRoot, "artifacts", "hamf", "hamf"));

        string errors = await LaunchAsync();

        Assert.Equal(built, File.GetLastWriteTimeUtc(Path.Combine(RealPart.RepositoryRoot, "artifacts", "hamf", "hamf")));
        Assert.DoesNotContain("building", errors, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("size", "slow")]
    public async Task Demo_ends_with_one_summary_goes_on_and_starts_over()
    {
        string[] demo = ["demo", "--seconds", "5", "--json", "--home", "d", "--port", "0"];

        HamfResult first = (await HamfProcess.RunAsync(_folder.Path, demo)).Ended(0);
        HamfResult second = (await HamfProcess.RunAsync(_folder.Path, demo)).Ended(0);
        HamfResult fresh = (await HamfProcess.RunAsync(_folder.Path, [.. demo, "--fresh"])).Ended(0);

        Assert.True(Count(first, "scores") > 0);
        Assert.Equal(Count(first, "events"), Count(first, "scores") + Count(first, "dead_letters") + Count(first, "duplicates"));
        Assert.Equal(Count(first, "events") + Count(second, "played"), Count(second, "scores"));
        Assert.Equal(Count(fresh, "played"), Count(fresh, "scores"));
    }

    public void Dispose() => _folder.Dispose();

    private static long Count(HamfResult result, string name) => result.Json.GetProperty(name).GetInt64();

    private async Task<string> LaunchAsync()
    {
        using Process launcher = Process.Start(new ProcessStartInfo(Path.Combine(RealPart.RepositoryRoot, "hamf"), ["--version"])
        {
            WorkingDirectory = _folder.Path,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        string output = await launcher.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        string errors = await launcher.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await launcher.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(launcher.ExitCode == 0 && output.Length > 0, errors);
        return errors;
    }
}
