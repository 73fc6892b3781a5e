using Hamf.Models.Formats;
using Hamf.Models.Graph;
using Hamf.Pipeline.Detectors;
using Hamf.Pipeline.Flows;
using Hamf.Pipeline.Flows.Importing;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Rows;
using Hamf.Pipeline.Scoring;
using Hamf.TestKit;

namespace Hamf.Pipeline.Tests.Flows.Importing;

/// <summary>Imported models in the registry: versions, detectors, originals.</summary>
public sealed class ImportFlowTests : IDisposable
{
    private const string Yaml =
        "name: fraud\nevents:\n  columns:\n    km: {type: number, nullable: true}\n    amount: number\n    at: number\nfeatures:\n  distance: km\n  amount: amount\n  hour: at\n";

    private readonly MemoryStores _stores = new();
    private readonly TempFolder _folder = new();

    [Fact]
    public void Makes_a_detector_and_keeps_the_originals()
    {
        ImportOutcome outcome = Import(Request("logistic.pkl", "names.json"));

        Scorer scorer = Scorer.LoadForServing(outcome.Version, _stores);
        Assert.Equal([ModelReference.Champion], outcome.Version.Aliases);
        Assert.Equal(["amount", "hour", "distance"], scorer.Detector.Events.Columns.Select(c => c.Name));
        Assert.All(scorer.Detector.Events.Columns, column => Assert.False(column.Nullable));
        Assert.Equal(Math.BitIncrement(0.5), scorer.Bundle.Threshold);
        Assert.Equal(File.ReadAllBytes(PathOf("logistic.pkl")), _stores.Get(_stores.OnlyRun.Artifacts["original/logistic.pkl"]));
        Assert.Contains("import.json", _stores.OnlyRun.Artifacts.Keys);
        Assert.Contains("import.txt", _stores.OnlyRun.Artifacts.Keys);
    }

    [Fact]
    public void The_same_files_with_the_same_options_are_the_same_version()
    {
        ImportOutcome first = Import(Request("logistic.pkl", "names.json"));
        ImportOutcome second = Import(Request("names.json", "logistic.pkl") with { Alias = "prod" });
        ImportOutcome other = Import(Request("logistic.pkl", "names.json") with { Options = new() { Threshold = 0.7 } });

        Assert.Equal((false, true, false), (first.IsKnown, second.IsKnown, other.IsKnown));
        Assert.Equal((1, 1, 2), (first.Version.Version, second.Version.Version, other.Version.Version));
        Assert.Contains("prod", second.Version.Aliases);
    }

    [Fact]
    public void Originals_can_be_removed_and_the_model_goes_on()
    {
        ImportOutcome outcome = Import(Request("logistic.pkl", "names.json"));
        string digest = _stores.OnlyRun.Artifacts["original/logistic.pkl"];

        Assert.Equal(2, Flow.RemoveOriginals(outcome.Version));

        Assert.Equal(0, Flow.RemoveOriginals(outcome.Version));
        Assert.ThrowsAny<Exception>(() => _stores.Get(digest));
        Assert.Contains(digest, _stores.OnlyRun.Tags["original_files"], StringComparison.Ordinal);
        Assert.True(Scorer.Load(outcome.Version, _stores).HasScore);
        Assert.True(Import(Request("logistic.pkl", "names.json")).IsKnown);
    }

    [Fact]
    public void A_detector_gives_the_inputs_by_name_in_any_order()
    {
        ImportOutcome plain = Import(Request("logistic.pkl", "names.json"));
        ImportOutcome fitted = Import(Request("logistic.pkl", "names.json") with { Detector = Detector(Yaml) });

        double expected = Scorer.Load(plain.Version, _stores).Bundle.Model.Score([120, 4, 33]);
        Scorer scorer = Scorer.Load(fitted.Version, _stores);
        Assert.Equal(expected, scorer.Score(Row(scorer, ("km", 33), ("amount", 120), ("at", 4)), scorer.NewEngine()));
    }

    [Fact]
    public void A_detector_of_other_features_is_refused_with_all_differences()
    {
        string yaml = Yaml.Replace("  hour: at", "  minute: at\n  second: at", StringComparison.Ordinal);

        ImportException e = Assert.Throws<ImportException>(() => Import(Request("logistic.pkl", "names.json") with { Detector = Detector(yaml) }));

        Assert.Contains("does not compute hour", e.Message, StringComparison.Ordinal);
        Assert.Contains("does not read minute, second", e.Message, StringComparison.Ordinal);
        Assert.Empty(_stores.Versions);
    }

    [Fact]
    public void A_column_of_another_name_can_be_mapped_to_an_input()
    {
        ImportOutcome outcome = Import(Request("logistic.pkl", "names.json") with { ColumnOf = new Dictionary<string, string> { ["hour"] = "Hour of day" } });

        Scorer scorer = Scorer.Load(outcome.Version, _stores);
        Assert.Equal(["amount", "Hour of day", "distance"], scorer.Detector.Events.Columns.Select(c => c.Name));
        Assert.Equal(["amount", "hour", "distance"], scorer.Detector.Features.Select(f => f.Name));
    }

    [Fact]
    public void A_model_without_a_score_predicts_in_full_but_may_not_serve()
    {
        ImportOutcome outcome = Import(Request("margin.pkl", "names.json"));

        Assert.Empty(outcome.Version.Aliases);
        Assert.Contains(outcome.Warnings, w => w.Contains("not serve", StringComparison.Ordinal));
        Assert.Throws<InvalidDataException>(() => Scorer.LoadForServing(outcome.Version, _stores));
        Assert.Throws<ImportException>(() => Import(Request("margin.pkl") with { Alias = ModelReference.Champion }));
        string data = _folder.Write("data.csv", "amount,hour,distance\n900,4,900\n1,4,3\n");
        PredictFlow.PredictFull(Scorer.Load(outcome.Version, _stores), data, _folder.File("out.csv"), null, TestContext.Current.CancellationToken);
        string[] lines = File.ReadAllLines(_folder.File("out.csv"));
        Assert.Equal("row,label,decision", lines[0]);
        Assert.StartsWith("1,1,", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("2,0,-", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_that_the_model_refuses_is_a_reject_and_the_next_is_scored()
    {
        ImportOutcome outcome = Import(Request("logistic.pkl", "names.json") with { Detector = Detector(Yaml) });
        string data = _folder.Write("data.csv", "km,amount,at\n3,4,5\n,4,5\n3,4,6\n");

        PredictOutcome predicted = PredictFlow.Predict(Scorer.Load(outcome.Version, _stores), data, _folder.File("out.csv"), null, TestContext.Current.CancellationToken);

        Assert.Equal((2, 1), (predicted.Rows, predicted.Rejects));
        Assert.Equal(["row", "1", "3"], File.ReadLines(_folder.File("out.csv")).Select(line => line.Split(',')[0]));
        Assert.Contains("3,,a row that the model gives a score for,", File.ReadAllText(predicted.RejectsPath!), StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_reaches_the_model_that_reads_it()
    {
        Scorer plain = Scorer.Load(Import(Request("logistic.pkl", "names.json")).Version, _stores);
        Scorer scorer = Scorer.Load(Import(Request("logistic.pkl", "names.json", "encoders.pkl")).Version, _stores);
        Row row = Row(scorer, ("amount", 120), ("distance", 33));

        row.SetText(scorer.Detector.Events.IndexOf("hour"), "night");
        double night = scorer.Score(row, scorer.NewEngine());
        row.SetText(scorer.Detector.Events.IndexOf("hour"), "dusk");

        Assert.Equal(ColumnType.Text, scorer.Detector.Events.Columns[1].Type);
        Assert.Equal(plain.Bundle.Model.Score([120, 1, 33]), night);
        Assert.Throws<RowRefusedException>(() => scorer.Score(row, scorer.NewEngine()));
    }

    [Fact]
    public void Numeric_rows_are_scored_without_allocating()
    {
        Scorer scorer = Scorer.Load(Import(Request("logistic.pkl", "names.json")).Version, _stores);
        Row row = Row(scorer, ("amount", 120), ("hour", 4), ("distance", 33));
        var engine = scorer.NewEngine();
        double first = scorer.Score(row, engine);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            Assert.True(scorer.Score(row, engine) == first);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    public void Dispose() => _folder.Dispose();

    private ImportFlow Flow => new(_stores, _stores, _stores);

    private ImportOutcome Import(ImportRequest request) => Flow.Import(request, TestContext.Current.CancellationToken);

    private static ImportRequest Request(params string[] names) => new()
    {
        Name = "fraud",
        Files = [.. names.Select(name => new ImportFile(name, File.ReadAllBytes(PathOf(name))))],
        Actor = "test",
    };

    private static string PathOf(string name) =>
        Path.Combine(RealPart.RepositoryRoot, "tests", "Hamf.Models.Tests", "Fixtures", "Import", "flow", name);

    private static Detector Detector(string yaml)
    {
        DetectorReading reading = DetectorLoader.Parse(yaml, "detector.yaml");
        Assert.Empty(reading.Problems);
        return reading.Detector!;
    }

    private static Row Row(Scorer scorer, params (string Name, double Value)[] values)
    {
        var row = new Row(scorer.Detector.Events);
        foreach ((string name, double value) in values)
        {
            row.SetNumber(scorer.Detector.Events.IndexOf(name), value);
        }

        return row;
    }
}
