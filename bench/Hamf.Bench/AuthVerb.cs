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
/// alternate. A loopback server that does not require keys checks a key that comes, so both go to the same process. Times in microseconds.
/// </summary>
internal static class AuthVerb
{
    private const int BlockRequests = 100;
    private const int WarmUpBlocks = 20;

    public const string Usage = "  auth --key KEY [--url http://127.0.0.1:5080] [--blocks 200]";

    public static async Task<int> RunAsync(string[] args)
    {
        var arguments = new Arguments(args);
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 1 }) { BaseAddress = new Uri(arguments.Text("url", "http://127.0.0.1:5080")) };
        string key = arguments.Text("key", "");
        int blocks = arguments.Number("blocks", 200);
        string[] payments = [.. new CardSimulator(new CardOptions { Days = 2 }).Run().Take(BlockRequests).Select(Body)];
        string run = await NewRunAsync(client);
        int step = 0;
        Console.WriteLine(new JsonObject
        {
            ["predict"] = await MeasureAsync(client, key, blocks, "predict", i => payments[i]),
            ["log_metric"] = await MeasureAsync(client, key, blocks, "api/2.0/mlflow/runs/log-metric", _ => string.Create(
                CultureInfo.InvariantCulture, $$"""{"run_id":"{{run}}","key":"m","value":0.5,"timestamp":1782000000000,"step":{{step++}}}""")),
        });
        return 0;
    }

    private static async Task<JsonObject> MeasureAsync(HttpClient client, string key, int blocks, string path, Func<int, string> body)
    {
        var without = new List<double>();
        var with = new List<double>();
        for (int i = -WarmUpBlocks; i < blocks; i++)
        {
            // Who goes first alternates too.
            bool keyFirst = i % 2 == 0;
            double first = await BlockAsync(client, keyFirst ? key : null, path, body);
            double second = await BlockAsync(client, keyFirst ? null : key, path, body);
            if (i >= 0)
            {
                with.Add(keyFirst ? first : second);
                without.Add(keyFirst ? second : first);
            }
        }

        double[] ratios = [.. with.Zip(without, (w, wo) => w / wo).Order()];
        return new JsonObject
        {
            ["without_us"] = Math.Round(Median(without), 1),
            ["with_us"] = Math.Round(Median(with), 1),
            ["ratio_median"] = Math.Round(ratios[ratios.Length / 2], 4),
            ["ratio_quartiles"] = new JsonArray(Math.Round(ratios[ratios.Length / 4], 4), Math.Round(ratios[ratios.Length * 3 / 4], 4)),
        };
    }

    private static async Task<double> BlockAsync(HttpClient client, string? key, string path, Func<int, string> body)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < BlockRequests; i++)
        {
            using HttpRequestMessage request = new(HttpMethod.Post, path) { Content = new StringContent(body(i), Encoding.UTF8, "application/json") };
            request.Headers.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
            using HttpResponseMessage answer = await client.SendAsync(request);
            answer.EnsureSuccessStatusCode();
            await answer.Content.ReadAsByteArrayAsync();
        }

        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / BlockRequests;
    }

    private static async Task<string> NewRunAsync(HttpClient client)
    {
        using var body = new StringContent("""{"experiment_id":"0","start_time":1782000000000}""", Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await client.PostAsync(new Uri("api/2.0/mlflow/runs/create", UriKind.Relative), body);
        answer.EnsureSuccessStatusCode();
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["run"]!["info"]!["run_id"]!.GetValue<string>();
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static string Body(CardPayment payment)
    {
        var json = new ArrayBufferWriter<byte>();
        CardJson.WriteObject(json, payment);
        return Encoding.UTF8.GetString(json.WrittenSpan);
    }
}
