using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Hamf.Simulator.Cards;

namespace Hamf.Bench;

/// <summary>
/// What checking a key costs: the same requests to a running loopback server without and with a key, one after the other on one connection, in blocks that
/// alternate. A loopback server that does not require keys checks a key that comes, so both go to the same process. Microseconds a request: by the clock,
/// and the server's processor time where its process is named (Linux).
/// </summary>
internal static class AuthVerb
{
    private const int BlockRequests = 100;
    private const int WarmUpBlocks = 20;

    public const string Usage = "  auth --key KEY [--url http://127.0.0.1:5080] [--pid SERVER] [--blocks 200]";

    public static async Task<int> RunAsync(string[] args)
    {
        var arguments = new Arguments(args);
        using var handler = new SocketsHttpHandler { MaxConnectionsPerServer = 1 };
        using var client = new HttpClient(handler) { BaseAddress = new Uri(arguments.Text("url", "http://127.0.0.1:5080")) };
        string key = arguments.Text("key", "");
        int blocks = arguments.Number("blocks", 200);
        string[] payments = [.. new CardSimulator(new CardOptions { Days = 2 }).Run().Take(BlockRequests).Select(Body)];
        var processor = new ServerProcessor(arguments.Number("pid", 0));
        string run = await NewRunAsync(client);
        int step = 0;
        Console.WriteLine(new JsonObject
        {
            ["predict"] = await MeasureAsync(client, processor, key, blocks, "predict", i => payments[i]),
            ["log_metric"] = await MeasureAsync(client, processor, key, blocks, "api/2.0/mlflow/runs/log-metric", _ => string.Create(
                CultureInfo.InvariantCulture, $$"""{"run_id":"{{run}}","key":"m","value":0.5,"timestamp":1782000000000,"step":{{step++}}}""")),
        });
        return 0;
    }

    private static async Task<JsonObject> MeasureAsync(HttpClient client, ServerProcessor processor, string key, int blocks, string path, Func<int, string> body)
    {
        var without = new List<Cost>();
        var with = new List<Cost>();
        for (int i = -WarmUpBlocks; i < blocks; i++)
        {
            // Who goes first alternates too.
            bool keyFirst = i % 2 == 0;
            Cost first = await BlockAsync(client, processor, keyFirst ? key : null, path, body);
            Cost second = await BlockAsync(client, processor, keyFirst ? null : key, path, body);
            if (i >= 0)
            {
                with.Add(keyFirst ? first : second);
                without.Add(keyFirst ? second : first);
            }
        }

        return new JsonObject
        {
            ["clock"] = Compare(without, with, cost => cost.Clock),
            ["processor"] = without[0].Processor > 0 ? Compare(without, with, cost => cost.Processor) : null,
        };
    }

    private static JsonObject Compare(List<Cost> without, List<Cost> with, Func<Cost, double> of)
    {
        double[] ratios = [.. with.Zip(without, (w, wo) => of(w) / of(wo)).Order()];
        return new JsonObject
        {
            ["without_us"] = Math.Round(Median(without.Select(of)), 1),
            ["with_us"] = Math.Round(Median(with.Select(of)), 1),
            ["ratio_median"] = Math.Round(ratios[ratios.Length / 2], 4),
            ["ratio_quartiles"] = new JsonArray(Math.Round(ratios[ratios.Length / 4], 4), Math.Round(ratios[ratios.Length * 3 / 4], 4)),
        };
    }

    private static async Task<Cost> BlockAsync(HttpClient client, ServerProcessor processor, string? key, string path, Func<int, string> body)
    {
        double used = processor.Microseconds;
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < BlockRequests; i++)
        {
            using HttpRequestMessage request = new(HttpMethod.Post, path) { Content = new StringContent(body(i), Encoding.UTF8, "application/json") };
            request.Headers.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
            using HttpResponseMessage answer = await client.SendAsync(request);
            answer.EnsureSuccessStatusCode();
            await answer.Content.ReadAsByteArrayAsync();
        }

        double clock = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        return new Cost(clock / BlockRequests, (processor.Microseconds - used) / BlockRequests);
    }

    private static async Task<string> NewRunAsync(HttpClient client)
    {
        using var body = new StringContent("""{"experiment_id":"0","start_time":1782000000000}""", Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await client.PostAsync(new Uri("api/2.0/mlflow/runs/create", UriKind.Relative), body);
        answer.EnsureSuccessStatusCode();
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["run"]!["info"]!["run_id"]!.GetValue<string>();
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    private static string Body(CardPayment payment)
    {
        var json = new ArrayBufferWriter<byte>();
        CardJson.WriteObject(json, payment);
        return Encoding.UTF8.GetString(json.WrittenSpan);
    }

    private readonly record struct Cost(double Clock, double Processor);
}
