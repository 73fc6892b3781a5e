using System.Diagnostics;

namespace Hamf.System.Tests;

/// <summary>Waits for what another process does: asks again and again, up to a deadline.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Waits until the question is answered with true; fails with <paramref name="otherwise"/> after a minute.</summary>
    public static Task TrueAsync(Func<bool> question, Func<string> otherwise) =>
        TrueAsync(() => Task.FromResult(question()), otherwise);

    /// <inheritdoc cref="TrueAsync(Func{bool}, Func{string})"/>
    public static async Task TrueAsync(Func<Task<bool>> question, Func<string> otherwise)
    {
        long started = Stopwatch.GetTimestamp();
        while (!await question())
        {
            if (Stopwatch.GetElapsedTime(started) > Deadline)
            {
                Assert.Fail($"Not within {Deadline}: {otherwise()}");
            }

            await Task.Delay(Pause, TestContext.Current.CancellationToken);
        }
    }
}
