using System.Text;
using Hamf.Pipeline.Detectors;
using Hamf.Pipeline.Evaluation;
using Hamf.Pipeline.Flows;
using Hamf.Pipeline.Intake;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Packaging;
using Hamf.Pipeline.Scoring;
using Hamf.TestKit;

namespace Hamf.Pipeline.Tests.Flows;

public sealed class TrainFlowTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly MemoryStores _stores = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Trains_records_and_registers_a_champion()
    {
        TrainOutcome outcome = Train(Payments.Plain(), Payments.Lines(4000, 1));

        Assert.Null(outcome.Refusal);
        ModelVersion version = Assert.Single(_stores.Versions);
        Assert.Equal([ModelReference.Champion], version.Aliases);
        Assert.Equal(version.Version, outcome.Version!.Version);
        Run run = _stores.OnlyRun;
        Assert.Equal(RunStatus.Finished, run.Status);
        Assert.Equal("pay", run.Experiment);
        Assert.Equal("gbdt", run.Params["algorithm"]);
        Assert.Equal("time", run.Params["split_used"]);
        Assert.Equal(outcome.Test!.AveragePrecision, run.Metrics["test_average_precision"]);
        Assert.Equal(outcome.Test!.AveragePrecision, run.Metrics["average_precision"]);
        Assert.Equal(outcome.Validation!.AveragePrecision, run.Metrics["validation_average_precision"]);
        Assert.Equal(64, run.Tags["data_sha256"].Length);
        Assert.Equal(["detector.yaml", "model.hamf", "report.html", "report.json"], run.Artifacts.Keys.Where(path => !path.Contains('/', StringComparison.Ordinal)).Order());
        Assert.True(outcome.Test.AveragePrecision > 3.0 * outcome.Test.Positives / outcome.Test.Rows);
    }

    [Fact]
    public void Leaves_a_model_folder_that_other_programs_load()
    {
        Train(Payments.Plain(), Payments.Lines(3000, 1));

        Run run = _stores.OnlyRun;
        MlModel model = MlModelReader.Read(Encoding.UTF8.GetString(_stores.Get(run.Artifacts["model/MLmodel"])));
        Scorer scorer = Scorer.Load(_stores.Versions[0], _stores);
        Assert.Equal(new FlavorChoice("model.hamf", "hamf"), FlavorChoice.Choose(model, out _));
        Assert.Equal(["hamf", "onnx", "python_function"], model.Flavors.Keys.Order());
        Assert.Equal("model.onnx", model.Flavors["python_function"]["data"]);
        Assert.Equal(scorer.Bundle.Model.Features.Select(f => f.Name), model.Inputs.Select(c => c.Name));
        Assert.Equal([new SignatureColumn("score", "float")], model.Outputs);
        Assert.NotEmpty(_stores.Get(run.Artifacts["model/model.onnx"]));
        Assert.Equal(_stores.Versions[0].BundleDigest, run.Artifacts["model/model.hamf"]);
        Assert.Equal(run.Artifacts["detector.yaml"], run.Artifacts["model/detector.yaml"]);
        Assert.Contains("model/requirements.txt", run.Artifacts.Keys);
    }

    [Fact]
    public void Second_training_registers_a_challenger()
    {
        Train(Payments.Plain(), Payments.Lines(3000, 1));
        Train(Payments.Plain(), Payments.Lines(3000, 2));

        Assert.Equal([ModelReference.Challenger], _stores.Versions[1].Aliases);
    }

    [Fact]
    public void Same_data_and_seed_give_the_same_bundle()
    {
        List<string> lines = Payments.Lines(3000, 1);
        Train(Payments.Windowed(), lines);
        Train(Payments.Windowed(), lines);

        Assert.Equal(_stores.Versions[0].BundleDigest, _stores.Versions[1].BundleDigest);
        Assert.Equal(_stores.Versions[0].StateDigest, _stores.Versions[1].StateDigest);
        Assert.NotNull(_stores.Versions[0].StateDigest);
    }

    [Fact]
    public void File_out_of_time_order_gives_the_same_model_as_the_sorted_one()
    {
        List<string> lines = Payments.Lines(3000, 1);
        Train(Payments.Windowed(), lines);
        string[] shuffled = lines.Skip(1).ToArray();
        new Random(1).Shuffle(shuffled);
        Train(Payments.Windowed(), [lines[0], .. shuffled]);

        Assert.Equal(_stores.Versions[0].BundleDigest, _stores.Versions[1].BundleDigest);
    }

    [Fact]
    public void Auto_trains_both_and_says_how_sure_the_choice_is()
    {
        Detector detector = Payments.Plain();
        TrainOutcome outcome = Train(detector with { Training = detector.Training with { Algorithm = AlgorithmKind.Auto } }, Payments.Lines(4000, 1));

        Assert.Matches("^(gbdt|logistic): average precision .* of (logistic|gbdt); .* is (within|beyond) noise$", outcome.Choice);
        Assert.Equal(outcome.Choice, _stores.OnlyRun.Tags["choice"]);
    }

    [Fact]
    public void Feature_that_is_the_label_in_disguise_blocks_the_training_by_name()
    {
        (Detector detector, List<string> lines) = Leaking();

        TrainOutcome outcome = Train(detector, lines);

        Assert.Null(outcome.Version);
        Assert.Empty(_stores.Versions);
        Assert.Contains("'verdict' is the label in disguise", outcome.Refusal, StringComparison.Ordinal);
        Assert.Contains("--allow-leakage verdict", outcome.Refusal, StringComparison.Ordinal);
        Assert.Equal(RunStatus.Failed, _stores.OnlyRun.Status);
        Assert.Equal("leakage", _stores.OnlyRun.Tags["failed_stage"]);
        Assert.False(outcome.IsDataRejected);
    }

    [Fact]
    public void Allowed_leakage_trains_and_stays_on_record()
    {
        (Detector detector, List<string> lines) = Leaking();

        TrainOutcome outcome = Train(detector with { Training = detector.Training with { AllowLeakage = ["verdict"] } }, lines);

        Assert.NotNull(outcome.Version);
        Assert.Equal("verdict", _stores.OnlyRun.Tags["allowed_leakage"]);
        Assert.Contains(outcome.Warnings, w => w.Contains("verdict", StringComparison.Ordinal));
    }

    [Fact]
    public void Too_many_rejects_refuse_the_data_and_list_them()
    {
        List<string> lines = Payments.Lines(1000, 1);
        for (int i = 1; i <= 100; i++)
        {
            lines[i] = $"x{i},2024-01-01 00:00:00,1,much,food,0";
        }

        TrainOutcome outcome = Train(Payments.Plain(), lines);

        Assert.True(outcome.IsDataRejected);
        Assert.Equal(100, outcome.Rejects);
        Assert.Equal(900, outcome.Rows);
        string[] listed = File.ReadAllLines(outcome.RejectsPath!);
        Assert.Equal("line,field,rule,value", listed[0]);
        Assert.Equal(101, listed.Length);
        Assert.StartsWith("2,amt,", listed[1], StringComparison.Ordinal);
    }

    [Fact]
    public void One_class_is_refused_with_the_declared_positive()
    {
        List<string> lines = Payments.Lines(500, 1).Select(l => l.EndsWith(",1", StringComparison.Ordinal) ? l[..^1] + "0" : l).ToList();

        TrainOutcome outcome = Train(Payments.Plain(), lines);

        Assert.Contains("All 500 rows are negative", outcome.Refusal, StringComparison.Ordinal);
        Assert.Contains("'is_fraud'", outcome.Refusal, StringComparison.Ordinal);
        Assert.False(outcome.IsDataRejected);
    }

    [Fact]
    public void Separate_test_file_is_what_the_test_is_made_on()
    {
        string test = _folder.Write("test.csv", Payments.Text(Payments.Lines(700, 5, firstId: 100_000)));

        TrainOutcome outcome = Train(Payments.Windowed(), Payments.Lines(3000, 1), test);

        Assert.Equal(700, outcome.Test!.Rows);
        Assert.Equal(3700, outcome.Rows);
        Assert.Equal("test.csv", _stores.OnlyRun.Tags["test_file"]);
    }

    [Fact]
    public void Repeated_keys_are_trained_on_once()
    {
        List<string> lines = Payments.Lines(2000, 1);
        List<string> repeated = [lines[0], .. lines.Skip(1).SelectMany(l => Enumerable.Repeat(l, 2))];

        TrainOutcome outcome = Train(Payments.Windowed(), repeated);
        Train(Payments.Windowed(), lines);

        Assert.Contains(outcome.Warnings, w => w.StartsWith("2,000 rows repeat the key", StringComparison.Ordinal));
        Assert.Equal(_stores.Versions[1].BundleDigest, _stores.Versions[0].BundleDigest);
    }

    [Fact]
    public void Cancelled_training_is_killed_and_registers_nothing()
    {
        using var cancellation = new CancellationTokenSource();
        var progress = new Lines(line => cancellation.Cancel());

        Assert.ThrowsAny<OperationCanceledException>(() => Train(
            Payments.Plain(), Payments.Lines(2000, 1), null, progress, cancellation));

        Assert.Equal(RunStatus.Killed, _stores.OnlyRun.Status);
        Assert.Empty(_stores.Versions);
    }

    [Fact]
    public void Failure_leaves_a_failed_run_that_names_the_stage()
    {
        _stores.PutFailure = new IOException("disk full");

        Assert.Throws<IOException>(() => Train(Payments.Plain(), Payments.Lines(2000, 1)));

        Assert.Equal(RunStatus.Failed, _stores.OnlyRun.Status);
        Assert.Equal("record", _stores.OnlyRun.Tags["failed_stage"]);
        Assert.Equal("disk full", _stores.OnlyRun.Tags["error"]);
        Assert.Empty(_stores.Versions);
    }

    [Fact]
    public void Missing_file_fails_at_reading()
    {
        var flow = new TrainFlow(_stores, _stores, _stores);

        Assert.Throws<RowFileException>(() => flow.Train(
            new TrainRequest { Detector = Payments.Plain(), DataPath = _folder.File("none.csv") }, null, CancellationToken.None));

        Assert.Equal("read", _stores.OnlyRun.Tags["failed_stage"]);
    }

    [Fact]
    public void Report_of_a_real_training_says_what_the_run_says()
    {
        TrainOutcome outcome = Train(Payments.Plain(), Payments.Lines(4000, 1));

        TrainingReport report = ReportJson.Read(_stores.Get(_stores.OnlyRun.Artifacts["report.json"]));

        Assert.Equal(outcome.RunId, report.RunId);
        Assert.Equal(outcome.Test!.AveragePrecision, report.Test!.Metrics["average_precision"]);
        Assert.InRange(
            report.Test.Metrics["average_precision"]!.Value,
            report.Test.AveragePrecisionInterval!.Low, report.Test.AveragePrecisionInterval.High);
        Assert.Equal(1, report.Importance.Sum(i => i.Share), 6);
        Assert.Equal(report.Importance.Select(i => i.Feature).Order(), report.Shuffles!.Features.Select(s => s.Feature).Order());
        Assert.True(report.Shuffles.Features[0].Drop > 0);
        Assert.Equal(Scorer.Load(outcome.Version!, _stores).Bundle.Threshold, report.Decision.Threshold);
    }

    private static (Detector Detector, List<string> Lines) Leaking()
    {
        string columns = Payments.Columns.Replace("    is_fraud:", "    verdict: text\n    is_fraud:", StringComparison.Ordinal);
        string features = Payments.PlainFeatures + "  verdict: verdict\n";
        List<string> lines = Payments.Lines(3000, 1)
            .Select((l, i) => $"{l},{(i == 0 ? "verdict" : l.EndsWith(",1", StringComparison.Ordinal) ? "bad" : "fine")}").ToList();
        return (Payments.Detector(columns + features + Payments.Training), lines);
    }

    private TrainOutcome Train(
        Detector detector,
        IReadOnlyList<string> lines,
        string? testPath = null,
        IProgress<string>? progress = null,
        CancellationTokenSource? cancellation = null)
    {
        string data = _folder.Write("data.csv", Payments.Text(lines));
        var request = new TrainRequest
        {
            Detector = detector,
            DataPath = data,
            TestPath = testPath,
            RejectsPath = _folder.File("rejects.csv"),
        };
        return new TrainFlow(_stores, _stores, _stores).Train(
            request, progress, cancellation?.Token ?? TestContext.Current.CancellationToken);
    }

    private sealed class Lines(Action<string> onLine) : IProgress<string>
    {
        public void Report(string value) => onLine(value);
    }
}
