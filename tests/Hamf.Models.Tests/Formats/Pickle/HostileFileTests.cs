using System.Diagnostics;
using System.Globalization;
using Hamf.Models.Formats;
using Hamf.Models.Formats.Pickle;

namespace Hamf.Models.Tests.Formats.Pickle;

/// <summary>Files made to do harm are refused with a reason, soon, and without much memory.</summary>
public sealed class HostileFileTests
{
    private const long AllocatedMax = 64L << 20;

    // Its first number is nanoseconds on a processor.
    private const string ThreadClock = "/proc/thread-self/schedstat";

    private static readonly HostileFile[] Files = [.. HostileMachine.All(), .. HostileArrays.All(), .. HostileContainers.All()];

    public static TheoryData<string> Names => [.. Files.Select(file => file.Name)];

    [Fact]
    public void There_are_many_of_them() => Assert.InRange(Files.Length, 150, int.MaxValue);

    [Theory]
    [MemberData(nameof(Names))]
    public void Is_refused_with_a_reason(string name)
    {
        HostileFile file = Files.Single(f => f.Name == name);
        long size = file.Content.Length + (file.Companions?.Values.Sum(companion => (long)companion.Length) ?? 0);
        long before = GC.GetAllocatedBytesForCurrentThread();
        TimeSpan start = ThreadTime();

        ImportException refusal = Assert.Throws<ImportException>(() =>
            PickleFile.Read(file.Content, new PickleLimits(), file.Companions, TestContext.Current.CancellationToken));

        Assert.Contains(file.Reason, refusal.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, AllocatedMax + (10 * size));
        Assert.InRange((ThreadTime() - start).TotalSeconds, 0, 2);
    }

    [Fact]
    public void Cut_anywhere_is_refused()
    {
        foreach (string name in (string[])["protocol0.pkl", "protocol2.pkl", "protocol5.pkl", "aligned.joblib", "unaligned.joblib"])
        {
            byte[] whole = Fixture.Read(name);
            for (int length = 0; length < whole.Length; length++)
            {
                ReadOnlyMemory<byte> start = whole.AsMemory(0, length);
                Assert.Throws<ImportException>(() => PickleFile.Read(start, new PickleLimits(), null, TestContext.Current.CancellationToken));
            }
        }
    }

    // What this thread has computed, however busy the machine is; by the clock where the system does not tell.
    private static TimeSpan ThreadTime() => File.Exists(ThreadClock)
        ? TimeSpan.FromMicroseconds(long.Parse(File.ReadAllText(ThreadClock).Split(' ')[0], CultureInfo.InvariantCulture) / 1_000.0)
        : Stopwatch.GetElapsedTime(0);
}
