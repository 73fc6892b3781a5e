using System.Globalization;
using System.Text.RegularExpressions;
using Hamf.Pipeline.Registry;

namespace Hamf.Server.Tests.Metrics;

public sealed partial class MetricsTests
{
    [Fact]
    public async Task Every_line_is_prometheus_text_and_every_series_is_declared_once()
    {
        await using TestServer server = await TestServer.WithCardAsync();
        (await server.PostAsync("/predict", CardData.Payment("a"))).Ok();

        Answer answer = await server.GetAsync("/metrics");

        Assert.StartsWith("text/plain; version=0.0.4", answer.ContentType, StringComparison.Ordinal);
        Assert.EndsWith("\n", answer.Text, StringComparison.Ordinal);
        List<string> declared = [];
        HashSet<string> series = [];
        foreach (string line in answer.Text.TrimEnd('\n').Split('\n'))
        {
            Match type = TypeLine().Match(line);
            if (type.Success)
            {
                declared.Add(type.Groups[1].Value);
            }
            else if (!line.StartsWith("# HELP ", StringComparison.Ordinal))
            {
                Match sample = SampleLine().Match(line);
                Assert.True(sample.Success, line);
                Assert.True(series.Add(sample.Groups[1].Value + sample.Groups[2].Value), "Twice: " + line);
                Assert.Contains(HistogramPart().Replace(sample.Groups[1].Value, ""), declared.Select(d => HistogramPart().Replace(d, "")));
                Assert.True(double.TryParse(sample.Groups[3].Value.Replace("+Inf", "Infinity", StringComparison.Ordinal),
                    NumberStyles.Float, CultureInfo.InvariantCulture, out _), line);
            }
        }

        Assert.Equal(declared.Distinct(), declared);
    }

    [Fact]
    public async Task Tells_how_good_the_versions_behind_aliases_are_as_recorded()
    {
        await using TestServer server = await TestServer.StartAsync(home =>
        {
            TrainedModels.RegisterCard(home);
            ModelVersion second = TrainedModels.RegisterCard(home);
            home.Models.SetAlias(second.Name, "production", second.Version, "test", "test");
        });
        ModelVersion champion = server.Home.Models.Find(new ModelReference("card-fraud", ModelReference.Champion, null))!;

        string text = (await server.GetAsync("/metrics")).Text;

        Assert.Equal(champion.Metrics["accuracy"] * 100, Value(text, """mlflow_model_accuracy{alias="champion",model="card-fraud",version="1"}"""), 9);
        Assert.Equal(champion.Metrics["f1"], Value(text, """mlflow_model_f1_score{alias="champion",model="card-fraud",version="1"}"""));
        Assert.Equal(2, Value(text, """hamf_model_alias_version{alias="production",model="card-fraud",version="2"}"""));
        Assert.DoesNotContain("version=\"3\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Has_the_names_that_dashboards_of_the_source_systems_query_and_updates_them()
    {
        await using TestServer server = await TestServer.WithCardAsync();
        for (int i = 0; i < 3; i++)
        {
            (await server.PostAsync("/predict", CardData.Payment("a"))).Ok();
        }

        (await server.PostAsync("/predict", CardData.Payment("b", 990, "shopping_net"))).Ok();
        (await server.PostAsync("/predict", "nothing")).Problem(400, "malformed_request");
        (await server.GetAsync("/events/some-id")).Problem(404, "not_found");

        string text = (await server.GetAsync("/metrics")).Text;

        Assert.Equal(2, Value(text, "error_count_total"));
        Assert.Equal(0.25, Value(text, "fraud_rate"));
        Assert.Equal(4, Value(text, "prediction_latency_seconds_count"));
        Assert.Equal(4, Value(text, """prediction_latency_seconds_bucket{le="+Inf"}"""));
        Assert.Equal(4, Value(text, """app_request_count_total{endpoint="/predict",http_status="200",method="POST"}"""));
        Assert.Equal(4, Value(text, """app_request_count{endpoint="/predict",http_status="200",method="POST"}"""));
        Assert.Equal(1, Value(text, """app_request_count_total{endpoint="/events/{event_id}",http_status="404",method="GET"}"""));
        Assert.Equal(5, Value(text, """app_request_latency_seconds_count{endpoint="/predict",method="POST"}"""));
        Assert.Equal(1, Value(text, """app_version_info{config="production",version="0.1.0"}"""));
        Assert.Equal(1, Value(text, """hamf_champion_version{detector="card-fraud"}"""));
        Assert.Equal(1, Value(text, """hamf_predictions_total{decision="1",detector="card-fraud"}"""));
        Assert.Equal(2, Value(text, """hamf_outbox_waiting{channel="log"}"""));
        Assert.DoesNotContain("some-id", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Addresses_that_do_not_exist_share_one_label()
    {
        await using TestServer server = await TestServer.StartAsync();
        for (int i = 0; i < 20; i++)
        {
            await server.GetAsync("/nowhere/" + i);
        }

        Assert.Equal(20, Value((await server.GetAsync("/metrics")).Text, """app_request_count_total{endpoint="other",http_status="404",method="GET"}"""));
    }

    [Fact]
    public async Task Two_servers_in_one_process_count_for_themselves()
    {
        await using TestServer one = await TestServer.WithCardAsync();
        await using TestServer other = await TestServer.WithCardAsync();
        (await one.PostAsync("/predict", CardData.Payment("a"))).Ok();

        Assert.Equal(1, Value((await one.GetAsync("/metrics")).Text, "prediction_latency_seconds_count"));
        Assert.DoesNotContain("prediction_latency_seconds_count", (await other.GetAsync("/metrics")).Text, StringComparison.Ordinal);
    }

    private static double Value(string text, string series)
    {
        string line = Assert.Single(text.Split('\n'), l => l.StartsWith(series + " ", StringComparison.Ordinal));
        return double.Parse(line[(series.Length + 1)..], CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"^# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|histogram)$")]
    private static partial Regex TypeLine();

    [GeneratedRegex("""^([a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?:[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\["\\n])*",?)*\})? (\S+)$""")]
    private static partial Regex SampleLine();

    [GeneratedRegex("_(bucket|sum|count)$")]
    private static partial Regex HistogramPart();
}
