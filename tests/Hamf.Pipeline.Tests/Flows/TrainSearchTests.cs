using System.Text;
using Hamf.Pipeline.Detectors;
using Hamf.Pipeline.Evaluation;
using Hamf.Pipeline.Flows;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Training.Search;
using Hamf.TestKit;

namespace Hamf.Pipeline.Tests.Flows;

/// <summary>Trainings with a budget, on a clock that moves a second whenever it is looked at.</summary>
public sealed class TrainSearchTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_search_is_in_the_outcome_the_run_and_the_report()
    {
        var stores = new MemoryStores();

        TrainOutcome outcome = Train(stores, budgetSeconds: 22);

        SearchTable table = outcome.Search!;
        Assert.Equal(22, table.SpentSeconds);
        Assert.Equal(3, table.Candidates[0].Rung);
        Assert.Contains("in order of time", table.Folds, StringComparison.Ordinal);
        Assert.StartsWith(table.Candidates[0].Name, outcome.Choice, StringComparison.Ordinal);
        Run run = stores.OnlyRun;
        Assert.Equal(table.Candidates[0].Name, run.Params["settings_used"]);
        Assert.Equal(ReportJson.Write(table), stores.Get(run.Artifacts["search.json"]));
        Assert.Equal(table.Candidates, ReportJson.Read(stores.Get(run.Artifacts["report.json"])).Search!.Candidates);
        Assert.Contains(table.Candidates[1].Name, Encoding.UTF8.GetString(stores.Get(run.Artifacts["report.html"])), StringComparison.Ordinal);
    }

    [Fact]
    public void A_killed_search_keeps_its_table_and_its_resumption_gives_the_same_model()
    {
        var whole = new MemoryStores();
        SearchTable expected = Train(whole, 22).Search!;
        var stores = new MemoryStores();
        using var cancellation = new CancellationTokenSource();
        int lines = 0;

        Assert.ThrowsAny<OperationCanceledException>(() => Train(stores, 22, cancellation: cancellation, onLine: line =>
        {
            lines += line.StartsWith("average precision", StringComparison.Ordinal) ? 1 : 0;
            if (lines == 2)
            {
                cancellation.Cancel();
            }
        }));
        Run killed = stores.OnlyRun;
        var resumed = new MemoryStores();
        SearchTable table = Train(resumed, 22, resume: true).Search!;

        Assert.Equal(RunStatus.Killed, killed.Status);
        Assert.Contains("search.json", killed.Artifacts.Keys);
        Assert.Equal(expected.Candidates, table.Candidates);
        Assert.Equal(Assert.Single(whole.Versions).BundleDigest, Assert.Single(resumed.Versions).BundleDigest);
    }

    [Fact]
    public void Another_seed_does_not_resume()
    {
        Train(new MemoryStores(), 5);

        Train(new MemoryStores(), 5, resume: true, seed: 2);

        Assert.Equal(2, Directory.GetFiles(_folder.File("searches")).Length);
    }

    [Theory]
    [InlineData((int)AlgorithmKind.RandomForest)]
    [InlineData((int)AlgorithmKind.ExtraTrees)]
    [InlineData((int)AlgorithmKind.DecisionTree)]
    [InlineData((int)AlgorithmKind.Adaboost)]
    [InlineData((int)AlgorithmKind.NaiveBayes)]
    public void Every_algorithm_is_trained_by_its_name(int algorithm)
    {
        var stores = new MemoryStores();

        TrainOutcome outcome = Train(stores, budgetSeconds: 0, algorithm: (AlgorithmKind)algorithm);

        Assert.Null(outcome.Search);
        Assert.Equal(TrainRecord.Word((AlgorithmKind)algorithm), stores.OnlyRun.Params["algorithm_used"]);
        Assert.True(outcome.Test!.AveragePrecision > 1.2 * outcome.Test.Positives / outcome.Test.Rows);
        Assert.InRange(ModelBundle.FromBytes(stores.Get(outcome.Version!.BundleDigest)).Threshold, 0, 1);
    }

    private TrainOutcome Train(
        MemoryStores stores,
        double budgetSeconds,
        bool resume = false,
        int seed = 1,
        AlgorithmKind algorithm = AlgorithmKind.Auto,
        CancellationTokenSource? cancellation = null,
        Action<string>? onLine = null)
    {
        Detector detector = Payments.Detector(Payments.Columns + Payments.PlainFeatures);
        var request = new TrainRequest
        {
            Detector = detector with { Training = detector.Training with { Algorithm = algorithm, Seed = seed } },
            DataPath = _folder.Write("data.csv", Payments.Text(Payments.Lines(2500, 1))),
            Search = budgetSeconds == 0 ? null : new SearchRequest
            {
                Budget = TimeSpan.FromSeconds(budgetSeconds),
                Folder = _folder.File("searches"),
                Resume = resume,
                Clock = new TickingTime(),
            },
        };
        return new TrainFlow(stores, stores, stores).Train(
            request, onLine is null ? null : new Lines(onLine), cancellation?.Token ?? TestContext.Current.CancellationToken);
    }

    private sealed class Lines(Action<string> onLine) : IProgress<string>
    {
        public void Report(string value) => onLine(value);
    }

    /// <summary>A trial looks at its start and at its end, and so takes a second.</summary>
    private sealed class TickingTime : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => _now++;
    }
}
