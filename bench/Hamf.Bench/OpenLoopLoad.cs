using System.Diagnostics;
using System.Net.Http.Headers;

namespace Hamf.Bench;

/// <summary>
/// Sends requests to a loopback address at a fixed rate whatever the answers take, so that a slow answer delays no other request and
/// its waiting time counts. Bounded in count and time.
/// </summary>
internal sealed class OpenLoopLoad(Uri url, IReadOnlyList<byte[]> bodies, int requestsPerSecond, int seconds)
{
    private const int Connections = 16;

    public async Task<LoadResult> RunAsync(CancellationToken cancellation)
    {
        if (!url.IsLoopback)
        {
            throw new ArgumentException("load goes to loopback addresses only");
        }

        using var handler = new SocketsHttpHandler { MaxConnectionsPerServer = Connections };
        using var client = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(10) };
        int total = requestsPerSecond * seconds;
        var latencyMs = new double[total];
        int failures = 0;
        int next = -1;
        long start = Stopwatch.GetTimestamp();

        // Each sender takes the next due request; a request is timed from when it was due, not from when it was sent.
        async Task SendAsync()
        {
            for (int i = Interlocked.Increment(ref next); i < total; i = Interlocked.Increment(ref next))
            {
                double dueMs = i * 1000.0 / requestsPerSecond;
                double waitMs = dueMs - Stopwatch.GetElapsedTime(start).TotalMilliseconds;
                if (waitMs > 1)
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(waitMs), cancellation);
                    dueMs = Math.Max(dueMs, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                }

                using var content = new ByteArrayContent(bodies[i % bodies.Count]);
                content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
                using HttpResponseMessage answer = await client.PostAsync(url, content, cancellation);
                await answer.Content.ReadAsByteArrayAsync(cancellation);
                latencyMs[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds - dueMs;
                if (!answer.IsSuccessStatusCode)
                {
                    Interlocked.Increment(ref failures);
                }
            }
        }

        await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => SendAsync()));
        double elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Array.Sort(latencyMs);
        return new LoadResult(total, failures, total / elapsed, latencyMs[total / 2], latencyMs[(int)(total * 0.99)], latencyMs[^1]);
    }
}

/// <summary>What a load gave; times in milliseconds.</summary>
internal sealed record LoadResult(int Requests, int Failures, double PerSecond, double P50Ms, double P99Ms, double MaxMs);
