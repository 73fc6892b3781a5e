using System.Buffers;
using System.Text.Json.Nodes;
using Hamf.Simulator.Cards;

namespace Hamf.Bench;

/// <summary>
/// Sends one 22-column event per request to a running server at a fixed rate: latency in milliseconds, the client on the same machine. First a
/// short run to warm up, which does not count.
/// </summary>
internal static class ServingVerb
{
    private const int WarmUpSeconds = 5;

    public const string Usage = "  serving [--url http://127.0.0.1:5080] [--rate 1000] [--seconds 20]";

    public static async Task<int> RunAsync(string[] args)
    {
        var arguments = new Arguments(args);
        Console.WriteLine(await MeasureAsync(
            new Uri(arguments.Text("url", "http://127.0.0.1:5080")), arguments.Number("rate", 1_000), arguments.Number("seconds", 20), CancellationToken.None));
        return 0;
    }

    private static async Task<JsonObject> MeasureAsync(Uri server, int perSecond, int seconds, CancellationToken cancellation)
    {
        byte[][] bodies = new CardSimulator(new CardOptions { Days = 2 }).Run().Take(2_000).Select(Body).ToArray();
        var url = new Uri(server, "predict");
        await new OpenLoopLoad(url, bodies, perSecond, WarmUpSeconds).RunAsync(cancellation);
        LoadResult result = await new OpenLoopLoad(url, bodies, perSecond, seconds).RunAsync(cancellation);
        return new JsonObject
        {
            ["requests"] = result.Requests,
            ["failures"] = result.Failures,
            ["per_second"] = Math.Round(result.PerSecond, 1),
            ["p50_ms"] = Math.Round(result.P50Ms, 3),
            ["p99_ms"] = Math.Round(result.P99Ms, 3),
            ["max_ms"] = Math.Round(result.MaxMs, 3),
        };
    }

    private static byte[] Body(CardPayment payment)
    {
        var json = new ArrayBufferWriter<byte>();
        CardJson.WriteObject(json, payment);
        return json.WrittenSpan.ToArray();
    }
}
