using Hamf.Models.Metrics;
using Hamf.Pipeline.Flows;
using Hamf.Pipeline.Registry;

namespace Hamf.Pipeline.Tests.Flows;

/// <summary>An evaluation leaves a run, however it ends.</summary>
public sealed class EvaluationRecordTests
{
    private static readonly ModelVersion Version = new()
    {
        Name = "pay",
        Version = 3,
        CreatedAt = default,
        RunId = "maker",
        BundleDigest = "d",
        DetectorYaml = "",
    };

    private readonly MemoryStores _stores = new();

    [Fact]
    public void Metrics_and_the_version_judged_are_in_the_run()
    {
        ClassificationMetrics metrics = ClassificationMetrics.Compute([0.9, 0.1, 0.8, 0.3], [1, 0, 0, 1], 0.5);

        EvaluateOutcome outcome = Record(new EvaluationRequest { Version = Version, DataPath = "/data/june.csv", HistoryPath = "/data/may.csv" },
            () => new EvaluateOutcome(metrics, 5, 1, null, false, []) { Versions = [3] });

        Run run = _stores.OnlyRun;
        Assert.Equal((run.RunId, "pay", "evaluate on june.csv", RunStatus.Finished), (outcome.RunId, run.Experiment, run.Name, run.Status));
        Assert.Equal((4, 2, 0.5), (run.Metrics["rows"], run.Metrics["positives"], run.Metrics["recall"]));
        Assert.Equal(("june.csv", "pay/3", "maker", "evaluation"), (run.Tags["data_file"], run.Tags["evaluated_version"], run.Tags["evaluated_run_id"], run.Tags["kind"]));
        Assert.Equal(("may.csv", "pay"), (run.Params["history"], run.Params["model"]));
    }

    [Fact]
    public void Stored_scores_name_the_versions_that_scored_and_the_span()
    {
        Record(
            new EvaluationRequest { Version = Version, From = DateTimeOffset.UnixEpoch },
            () => new EvaluateOutcome(null, 0, 0, null, false, []) { Versions = [1, 2] });

        Run run = _stores.OnlyRun;
        Assert.Equal(("evaluate stored scores", "pay/1 pay/2"), (run.Name, run.Tags["evaluated_version"]));
        Assert.Equal("1970-01-01T00:00:00.0000000+00:00", run.Params["from"]);
        Assert.False(run.Params.ContainsKey("to"));
        Assert.False(run.Tags.ContainsKey("evaluated_run_id"));
        Assert.Empty(run.Metrics);
    }

    [Fact]
    public void One_that_fails_says_why()
    {
        Assert.Throws<InvalidDataException>(() => Record(new EvaluationRequest { Version = Version, DataPath = "x.csv" }, () => throw new InvalidDataException("cut off")));

        Assert.Equal((RunStatus.Failed, "cut off", "pay/3"), (_stores.OnlyRun.Status, _stores.OnlyRun.Tags["error"], _stores.OnlyRun.Tags["evaluated_version"]));
    }

    [Fact]
    public void One_that_is_stopped_is_killed()
    {
        Assert.Throws<OperationCanceledException>(() => Record(new EvaluationRequest { Version = Version, DataPath = "x.csv" }, () => throw new OperationCanceledException()));

        Assert.Equal(RunStatus.Killed, _stores.OnlyRun.Status);
    }

    private EvaluateOutcome Record(EvaluationRequest request, Func<EvaluateOutcome> evaluate) => new EvaluationRecord(_stores).Record(request, evaluate);
}
