using Hamf.Pipeline.Features;
using Hamf.Pipeline.Flows;
using Hamf.Pipeline.Intake;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Rows;
using Hamf.Pipeline.Scoring;
using Hamf.Pipeline.Tests.Flows;
using Hamf.TestKit;

namespace Hamf.Pipeline.Tests.Scoring;

public sealed class ScorerTests : IDisposable
{
    private static readonly string[] Names = ["amt", "hour", "category", "count_1h", "sum_1h"];

    private readonly TempFolder _folder = new();
    private readonly MemoryStores _stores = new();
    private readonly ModelVersion _version;

    public ScorerTests()
    {
        string data = _folder.Write("train.csv", Payments.Text(Payments.Lines(3000, 1)));
        var request = new TrainRequest { Detector = Payments.Windowed(), DataPath = data };
        _version = new TrainFlow(_stores, _stores, _stores).Train(request, null, TestContext.Current.CancellationToken).Version!;
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Scoring_allocates_nothing_and_changes_no_state()
    {
        Scorer scorer = Scorer.Load(_version, _stores);
        FeatureEngine engine = scorer.NewEngine();
        Row row = RowsOf(scorer, 20).Last();
        double first = scorer.Score(row, engine);

        long before = GC.GetAllocatedBytesForCurrentThread();
        double again = 0;
        for (int i = 0; i < 100; i++)
        {
            again = scorer.Score(row, engine);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(first, again);
    }

    [Fact]
    public void Explanation_gives_the_same_score_and_the_asked_number_of_reasons()
    {
        Scorer scorer = Scorer.Load(_version, _stores);
        FeatureEngine engine = scorer.NewEngine();
        foreach (Row row in RowsOf(scorer, 50))
        {
            (double score, IReadOnlyList<Reason> reasons) = scorer.Explain(row, engine, 3);

            Assert.Equal(scorer.Score(row, engine), score);
            Assert.InRange(reasons.Count, 1, 3);
            Assert.All(reasons, r => Assert.Contains(r.Feature, Names));
            engine.Observe(row);
        }
    }

    [Fact]
    public void Threads_do_not_disturb_each_other()
    {
        Scorer scorer = Scorer.Load(_version, _stores);
        Row[] rows = RowsOf(scorer, 200);
        double[] expected = Scores();

        Parallel.For(0, 8, _ => Assert.Equal(expected, Scores()));

        double[] Scores()
        {
            FeatureEngine engine = scorer.NewEngine();
            return rows.Select(r =>
            {
                double score = scorer.Score(r, engine);
                engine.Observe(r);
                return score;
            }).ToArray();
        }
    }

    [Fact]
    public void State_of_the_training_continues_in_a_new_engine()
    {
        Scorer scorer = Scorer.Load(_version, _stores);
        FeatureEngine engine = scorer.NewEngine();

        engine.Load(new MemoryStream(_stores.Get(_version.StateDigest!)));

        Assert.True(engine.EntityCount > 0);
    }

    [Fact]
    public void Bundle_reads_back_as_the_same_bytes()
    {
        byte[] bytes = _stores.Get(_version.BundleDigest);

        Assert.Equal(bytes, ModelBundle.FromBytes(bytes).ToBytes());
    }

    [Fact]
    public void Damaged_bundle_is_refused_wherever_the_damage_is()
    {
        byte[] bytes = _stores.Get(_version.BundleDigest);
        Seeds.ForEach(50, random =>
        {
            byte[] flipped = [.. bytes];
            flipped[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
            Assert.Throws<InvalidDataException>(() => ModelBundle.FromBytes(flipped));
            Assert.Throws<InvalidDataException>(() => ModelBundle.FromBytes(bytes.AsSpan(0, random.Next(bytes.Length))));
        });
    }

    [Fact]
    public void Bundle_of_a_newer_format_says_so()
    {
        byte[] bytes = [.. _stores.Get(_version.BundleDigest)];
        bytes[8] = 99;

        InvalidDataException e = Assert.Throws<InvalidDataException>(() => ModelBundle.FromBytes(bytes));

        Assert.Contains("format 99", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Model_that_does_not_fit_its_detector_is_refused()
    {
        string yaml = _version.DetectorYaml.Replace("  hour: hour(t)\n", string.Empty, StringComparison.Ordinal);

        InvalidDataException e = Assert.Throws<InvalidDataException>(() => Scorer.Load(_version with { DetectorYaml = yaml }, _stores));

        Assert.Contains("pay/1", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Detector_that_cannot_be_read_is_refused_with_its_problems()
    {
        InvalidDataException e = Assert.Throws<InvalidDataException>(() => Scorer.Load(_version with { DetectorYaml = "name: x" }, _stores));

        Assert.Contains("detector of pay/1", e.Message, StringComparison.Ordinal);
    }

    private Row[] RowsOf(Scorer scorer, int count)
    {
        EventSchema schema = scorer.Detector.Events;
        string path = _folder.Write("rows.csv", Payments.Text(Payments.Lines(count, 7)));
        using RowFile file = RowFile.Open(path, schema, new RowFileOptions());
        var batch = new RowBatch(schema);
        Assert.True(file.Read(batch, TestContext.Current.CancellationToken));
        return Enumerable.Range(0, batch.RowCount).Select(i =>
        {
            var row = new Row(schema);
            batch.CopyTo(i, row);
            return row;
        }).ToArray();
    }
}
