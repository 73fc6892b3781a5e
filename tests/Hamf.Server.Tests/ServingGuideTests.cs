using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Hamf.Server.Tests;

/// <summary>Runs every call of docs/guides/serving.md in its order and compares each answer with the one that is printed.</summary>
public sealed partial class ServingGuideTests
{
    [Fact]
    public async Task Every_call_of_the_guide_answers_as_printed()
    {
        string guide = File.ReadAllText(Path.Combine(Repository.Root, "docs", "guides", "serving.md"));
        string payment = PaymentBlock().Match(guide).Groups[1].Value;
        await using TestServer server = await TestServer.StartAsync(home =>
        {
            TrainedModels.RegisterCard(home);
            TrainedModels.RegisterCard(home);
            home.Streams = true;
        });

        int calls = 0;
        foreach (Match call in Calls().Matches(guide))
        {
            string command = call.Groups[1].Value;
            int status = int.Parse(call.Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture);
            Answer answer = await RunAsync(server, command, payment, status);
            Assert.True((int)answer.Status == status, $"{command}\n{answer.Text}");
            SameShape(command, JsonDocument.Parse(call.Groups[3].Value).RootElement, answer.Json);
            calls++;
        }

        Assert.Equal(ShellBlocks().Count(guide), calls);
        Assert.True(calls > 12);
        Assert.Empty(server.Errors);
    }

    [Fact]
    public async Task Every_metric_of_the_guide_is_there()
    {
        string guide = File.ReadAllText(Path.Combine(Repository.Root, "docs", "guides", "serving.md"));
        await using TestServer server = await TestServer.WithCardAsync();
        (await server.PostAsync("/predict", CardData.Payment("a"))).Ok();

        string text = (await server.GetAsync("/metrics")).Text;

        // The latency of the stream has no value before something streams.
        foreach (string name in MetricNames().Matches(guide).Select(m => m.Groups[1].Value).Where(n => n != "hamf_stream_latency_seconds"))
        {
            Assert.Contains($"# TYPE {name} ", text, StringComparison.Ordinal);
        }
    }

    private static async Task<Answer> RunAsync(TestServer server, string command, string payment, int status)
    {
        string path = Address().Match(command).Groups[1].Value;
        Match body = Body().Match(command);
        if (body.Success)
        {
            return await server.PostAsync(path, body.Groups[1].Success ? body.Groups[1].Value : payment);
        }

        if (command.Contains("-X POST", StringComparison.Ordinal))
        {
            using HttpRequestMessage request = new(HttpMethod.Post, path);
            return await server.SendAsync(request);
        }

        // What the stream does with an event takes a moment.
        for (int i = 0; i < 200; i++)
        {
            Answer answer = await server.GetAsync(path);
            bool waits = answer.Status != (HttpStatusCode)status || answer.Text.StartsWith("""{"total":0""", StringComparison.Ordinal);
            if (!waits)
            {
                return answer;
            }

            await Task.Delay(25, TestContext.Current.CancellationToken);
        }

        return await server.GetAsync(path);
    }

    private static void SameShape(string where, JsonElement printed, JsonElement actual)
    {
        Assert.True(printed.ValueKind == actual.ValueKind, $"{where}: printed {printed}, found {actual}");
        if (printed.ValueKind == JsonValueKind.Object)
        {
            string[] names = [.. printed.EnumerateObject().Select(p => p.Name)];
            Assert.Equal(names, actual.EnumerateObject().Select(p => p.Name));
            foreach (string name in names)
            {
                SameShape($"{where} {name}", printed.GetProperty(name), actual.GetProperty(name));
            }
        }
        else if (printed.ValueKind == JsonValueKind.Array)
        {
            Assert.Equal(printed.GetArrayLength() > 0, actual.GetArrayLength() > 0);
            if (printed.GetArrayLength() > 0)
            {
                SameShape(where + "[0]", printed[0], actual[0]);
            }
        }
        else if (printed.ValueKind == JsonValueKind.String && IsStable(where))
        {
            Assert.Equal(printed.GetString(), actual.GetString());
        }
    }

    // Times of the clock, digests, and what is said about the first of many faults differ from run to run or schema to schema.
    private static bool IsStable(string where) =>
        !new[] { " scored_at", " raised_at", " time", " bundle_digest", " run_id", " at", " created_at", " detail", " error", " field", " rule", " value", " feature" }
            .Any(n => where.EndsWith(n, StringComparison.Ordinal));

    [GeneratedRegex("```json payment.json\n(.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex PaymentBlock();

    [GeneratedRegex("```sh\n(curl [^\n]*)\n```\n```json (\\d+)\n(.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex Calls();

    [GeneratedRegex("```sh\n")]
    private static partial Regex ShellBlocks();

    [GeneratedRegex(@"http://127\.0\.0\.1:5080(/[^\s']*)")]
    private static partial Regex Address();

    [GeneratedRegex("-d (?:'([^']*)'|@payment.json)")]
    private static partial Regex Body();

    [GeneratedRegex("`((?:hamf|app|prediction|error|fraud)_[a-z_]*)")]
    private static partial Regex MetricNames();
}
