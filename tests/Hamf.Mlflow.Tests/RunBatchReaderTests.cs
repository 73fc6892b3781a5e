using System.Text;
using System.Text.Json;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Tracking;
using Hamf.Server.Mlflow;
using Hamf.TestKit;

namespace Hamf.Mlflow.Tests;

/// <summary>The fast reader of batches against the plain one of every other call.</summary>
public sealed class RunBatchReaderTests
{
    private static readonly string[] Values =
        ["1", "-0.5", "1e3", "3.0", "\"2.5\"", "\"NaN\"", "\"-Infinity\"", "null", "\"\"", "true", "[1]", "{}", "\"x\"", "1e400", "9223372036854775808", "\"7\""];

    private static readonly string[] Keys = ["\"loss\"", "\"loss\"", "\"loss\"", "\"train/auc\"", "\"\\u006coss\"", "\"a!\"", "\"\"", "null", "5", "\"a\\u0000\""];

    [Fact]
    public void Agrees_with_the_plain_reader() => Seeds.ForEach(400, random =>
    {
        string body = Body(random);

        object fast = Outcome(() => LogBatchReader.Read(Encoding.UTF8.GetBytes(body)));
        object plain = Outcome(() => Plain(body));

        Assert.True(Equal(fast, plain), $"{body}\n  fast: {fast}\n plain: {plain}");
    });

    private static string Body(Random random)
    {
        List<string> fields = [.. new[] { "\"run_id\": \"r\"", Metrics(random), Pairs(random, "params"), Pairs(random, "tags"), "\"other\": [{\"a\": null}]" }
            .Where(_ => random.Next(8) > 0)];
        string[] shuffled = [.. fields];
        random.Shuffle(shuffled);
        return "{" + string.Join(", ", shuffled) + "}";
    }

    // Mostly good values: otherwise every batch would be refused.
    private static string Pick(Random random, string[] from) => from[random.Next(30) == 0 ? random.Next(from.Length) : random.Next(3)];

    private static string Metrics(Random random) => "\"metrics\": [" + string.Join(", ", Enumerable.Range(0, random.Next(6)).Select(_ =>
        $$"""{"key": {{Pick(random, Keys)}}, "value": {{Pick(random, Values)}}, "timestamp": {{Pick(random, ["1", "\"2\"", "3.0", .. Values])}}, "step": {{Pick(random, ["null", "4", "-5", .. Values])}}, "model_id": {{Pick(random, ["null", "\"m-1\"", "\"\"", "5"])}}}""")) + "]";

    private static string Pairs(Random random, string name) => $"\"{name}\": [" + string.Join(", ", Enumerable.Range(0, random.Next(4)).Select(i =>
        $$"""{"key": {{(random.Next(20) == 0 ? Keys[random.Next(Keys.Length)] : $"\"k{i}\"")}}, "value": {{Pick(random, ["\"v\"", "null", "\"\"", "5"])}}}""")) + "]";

    private static (string RunId, RunBatch Batch) Plain(string body)
    {
        using JsonDocument document = JsonDocument.Parse(body);
        var fields = new WireFields(document.RootElement);
        return (fields.Text("run_id"), new RunBatch(
            [.. fields.Objects("metrics").Select(Point)],
            [.. fields.Pairs("params").Select((p, i) => RunTags.Param($"params[{i}].", p.Key, p.Value))],
            [.. fields.Pairs("tags").Select((p, i) => RunTags.Tag($"tags[{i}].", p.Key, p.Value))]));
    }

    private static MetricPoint Point(WireFields metric)
    {
        string key = metric.Text("key");
        long timestampMs = metric.Long("timestamp");
        MetricRules.Check("", key, timestampMs);
        return new MetricPoint(key, metric.Double("value"), timestampMs, metric.OptionalLong("step") ?? 0) { ModelId = MetricRules.Optional(metric.OptionalText("model_id")) };
    }

    private static object Outcome(Func<(string RunId, RunBatch Batch)> read)
    {
        try
        {
            return read();
        }
        catch (RegistryException)
        {
            return "refused";
        }
    }

    private static bool Equal(object a, object b) => (a, b) switch
    {
        ((string idA, RunBatch x), (string idB, RunBatch y)) =>
            idA == idB && x.Metrics.SequenceEqual(y.Metrics) && x.Params.SequenceEqual(y.Params) && x.Tags.SequenceEqual(y.Tags),
        _ => a.Equals(b),
    };
}
