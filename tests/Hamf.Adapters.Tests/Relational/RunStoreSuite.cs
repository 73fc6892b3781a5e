using Hamf.Adapters.Relational;
using Hamf.Pipeline.Registry;

namespace Hamf.Adapters.Tests.Relational;

/// <summary>What every store of runs does, on any database.</summary>
public abstract class RunStoreSuite
{
    private static readonly Dictionary<string, string> NoText = [];
    private static readonly Dictionary<string, double> NoNumbers = [];

    protected abstract RunStore Store { get; }

    protected abstract void Advance(TimeSpan by);

    [Fact]
    public void Returns_a_run_as_it_was_recorded()
    {
        string id = Store.Start("card-fraud", "first");
        Store.Log(id, new Dictionary<string, string> { ["trees"] = "200" }, new Dictionary<string, double> { ["auc"] = 0.1 + 0.2 }, new Dictionary<string, string> { ["by"] = "anna" });
        Store.AddArtifact(id, "report.html", "abc", 3);
        Advance(TimeSpan.FromSeconds(5));
        Store.End(id, RunStatus.Finished);

        Run run = Store.Find(id)!;

        Assert.Equal(32, id.Length);
        Assert.Equal(("card-fraud", "first", RunStatus.Finished), (run.Experiment, run.Name, run.Status));
        Assert.Equal(TimeSpan.FromSeconds(5), run.EndedAt - run.StartedAt);
        Assert.Equal("200", run.Params["trees"]);
        Assert.Equal(0.1 + 0.2, run.Metrics["auc"]);
        Assert.Equal("anna", run.Tags["by"]);
        Assert.Equal("abc", run.Artifacts["report.html"]);
        Assert.Null(Store.Find("none"));
    }

    [Fact]
    public void A_run_that_has_nothing_yet_can_be_read()
    {
        Run run = Store.Find(Store.Start("e", "empty"))!;

        Assert.Equal(RunStatus.Running, run.Status);
        Assert.Null(run.EndedAt);
        Assert.Empty(run.Metrics);
        Assert.Empty(run.Params);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(double.Epsilon)]
    [InlineData(1.7976931348623157e308)]
    [InlineData(3)]
    public void Metrics_keep_every_bit(double value)
    {
        string id = Store.Start("e", "r");

        Store.Log(id, NoText, new Dictionary<string, double> { ["m"] = value }, NoText);

        Assert.Equal(BitConverter.DoubleToInt64Bits(value), BitConverter.DoubleToInt64Bits(Store.Find(id)!.Metrics["m"]));
    }

    [Fact]
    public void The_latest_metric_is_the_one_of_the_highest_step()
    {
        string id = Store.Start("e", "r");
        DateTimeOffset at = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
        Store.LogMetric(id, "loss", 0.5, 2, at);
        Store.LogMetric(id, "loss", double.NaN, 1, at.AddHours(1));
        Store.LogMetric(id, "loss", 0.4, 2, at.AddHours(2));

        Assert.Equal(0.4, Store.Find(id)!.Metrics["loss"]);
        Assert.Equal([(double.NaN, 1L), (0.5, 2L), (0.4, 2L)], Store.MetricHistory(id, "loss").Select(m => (m.Value, m.Step)));
        Assert.Equal(at.AddHours(1), Store.MetricHistory(id, "loss")[0].At);
    }

    [Fact]
    public void A_parameter_cannot_change_and_then_nothing_is_logged()
    {
        string id = Store.Start("e", "r");
        Store.Log(id, new Dictionary<string, string> { ["trees"] = "200" }, NoNumbers, NoText);
        Store.Log(id, new Dictionary<string, string> { ["trees"] = "200" }, NoNumbers, NoText);

        ArgumentException error = Assert.Throws<ArgumentException>(() => Store.Log(
            id, new Dictionary<string, string> { ["a"] = "1", ["trees"] = "300" }, new Dictionary<string, double> { ["m"] = 1 }, NoText));

        Assert.Contains("trees", error.Message, StringComparison.Ordinal);
        Assert.Equal(["trees"], Store.Find(id)!.Params.Keys);
        Assert.Empty(Store.Find(id)!.Metrics);
    }

    [Fact]
    public void A_tag_and_an_artifact_can_change()
    {
        string id = Store.Start("e", "r");
        foreach (string value in (string[])["1", "2"])
        {
            Store.Log(id, NoText, NoNumbers, new Dictionary<string, string> { ["t"] = value });
            Store.AddArtifact(id, "a", value, 1);
        }

        Assert.Equal("2", Store.Find(id)!.Tags["t"]);
        Assert.Equal("2", Store.Find(id)!.Artifacts["a"]);
    }

    [Fact]
    public void Lists_newest_first_by_experiment_and_up_to_a_number()
    {
        foreach (string name in (string[])["1", "2", "3"])
        {
            Store.Start(name == "2" ? "other" : "e", name);
            Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(["3", "2", "1"], Store.List(null, 10).Select(r => r.Name));
        Assert.Equal(["3", "1"], Store.List("e", 10).Select(r => r.Name));
        Assert.Equal(["3"], Store.List(null, 1).Select(r => r.Name));
        Assert.Empty(Store.List("unknown", 10));
    }

    [Fact]
    public void An_unknown_run_is_refused()
    {
        Assert.Throws<KeyNotFoundException>(() => Store.Log("none", NoText, NoNumbers, NoText));
        Assert.Throws<KeyNotFoundException>(() => Store.LogMetric("none", "m", 1, 0, DateTimeOffset.UnixEpoch));
        Assert.Throws<KeyNotFoundException>(() => Store.AddArtifact("none", "a", "b", 1));
        Assert.Throws<KeyNotFoundException>(() => Store.End("none", RunStatus.Failed));
    }
}
