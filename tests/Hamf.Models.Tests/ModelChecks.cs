using Hamf.Models.Data;
using Hamf.Models.Formats.Hamf;
using Hamf.Models.Graph;
using Hamf.Models.Learning;

namespace Hamf.Models.Tests;

/// <summary>What every trained model must hold; see <see cref="EstimatorChecks"/>.</summary>
public abstract class ModelChecks
{
    protected abstract Trainer Make(int threads);

    protected Model Train(FeatureTable table, byte[] labels, int threads = 1, double[]? weights = null) =>
        Make(threads).Train(
            TrainingSet.Binary(table, labels) with { Weights = weights }, cancellation: TestContext.Current.CancellationToken);

    [Fact]
    public void Scores_unseen_categories_missing_and_extreme_values()
    {
        (FeatureTable table, byte[] labels) = Rows.Mixed(600, 3);
        Model model = Train(table, labels);

        double[] odd = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0, -1, 1e300, table.Features[2].UnseenCode];
        foreach (double a in odd)
        {
            foreach (double b in odd)
            {
                AssertValid(model, [a, b, b, a]);
            }
        }
    }

    [Fact]
    public void Saving_and_loading_keeps_every_bit()
    {
        (FeatureTable table, byte[] labels) = Rows.Mixed(1000, 8);
        Model model = Train(table, labels);

        Model loaded = ModelFile.Read(ModelFile.Write(model));

        Assert.Equal(ScoresOf(model, table), ScoresOf(loaded, table));
        Assert.Equal((model.Algorithm, model.Output, model.OutputCount), (loaded.Algorithm, loaded.Output, loaded.OutputCount));
        Assert.Equal(model.Importance(), loaded.Importance());
        Assert.Equal(model.Features.Select(f => (f.Name, f.Kind)), loaded.Features.Select(f => (f.Name, f.Kind)));
        Assert.Equal(model.Features[2].Categories, loaded.Features[2].Categories);
    }

    [Fact]
    public void Scoring_all_rows_gives_the_bits_of_scoring_each()
    {
        (FeatureTable table, byte[] labels) = Rows.Mixed(1000, 9);
        Model model = Train(table, labels);
        var values = new double[table.Features.Count];
        var outputs = new double[model.OutputCount];

        double[] all = ScoresOf(model, table);

        for (int row = 0; row < table.RowCount; row++)
        {
            table.CopyRow(row, values);
            model.Score(values, outputs);
            Assert.Equal(
                outputs.Select(BitConverter.DoubleToInt64Bits),
                all.AsSpan(row * outputs.Length, outputs.Length).ToArray().Select(BitConverter.DoubleToInt64Bits));
        }
    }

    [Fact]
    public void Scoring_a_row_allocates_nothing()
    {
        (FeatureTable table, byte[] labels) = Rows.Mixed(1000, 10);
        Model model = Train(table, labels);
        double[] values = [0.3, 1, 2, double.NaN];
        var outputs = new double[model.OutputCount];
        model.Score(values, outputs);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            model.Score(values, outputs);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Contributions_and_base_add_up_to_the_raw_output()
    {
        (FeatureTable table, byte[] labels) = Rows.Mixed(1000, 11);
        Model model = Train(table, labels);
        (FeatureTable judged, _) = Rows.Mixed(200, 15);
        Array.Fill(judged.Columns[2], judged.Features[2].UnseenCode, 0, 20);
        double[] scores = ScoresOf(model, judged);
        var contributions = new double[judged.RowCount * judged.Columns.Length * model.OutputCount];

        double[] bases = model.ExplainAll(judged, contributions);

        for (int row = 0; row < judged.RowCount; row++)
        {
            double[] raw = RawOf(scores.AsSpan(row * model.OutputCount, model.OutputCount).ToArray());
            for (int o = 0; o < raw.Length; o++)
            {
                double Sum(int output) => bases[output] + Enumerable.Range(0, judged.Columns.Length)
                    .Sum(f => contributions[(((row * judged.Columns.Length) + f) * model.OutputCount) + output]);

                // Shares of exponentials tell raw outputs apart from each other only.
                Assert.Equal(raw[o] - (IsShare ? raw[0] : 0), Sum(o) - (IsShare ? Sum(0) : 0), 9);
            }
        }
    }

    [Fact]
    public void Explaining_all_rows_gives_the_bits_of_explaining_each_at_any_thread_count()
    {
        (FeatureTable table, byte[] labels) = Rows.Mixed(300, 16);
        Model model = Train(table, labels);
        int width = table.Columns.Length * model.OutputCount;
        var all = new double[table.RowCount * width];
        var threaded = new double[all.Length];
        var values = new double[table.Columns.Length];
        var contributions = new double[width];
        var bases = new double[model.OutputCount];

        Assert.Equal(model.ExplainAll(table, all), model.ExplainAll(table, threaded, threads: 3));

        Assert.Equal(all.Select(BitConverter.DoubleToInt64Bits), threaded.Select(BitConverter.DoubleToInt64Bits));
        for (int row = 0; row < table.RowCount; row++)
        {
            table.CopyRow(row, values);
            model.Explain(values, contributions, bases);
            Assert.Equal(
                all.AsSpan(row * width, width).ToArray().Select(BitConverter.DoubleToInt64Bits),
                contributions.Select(BitConverter.DoubleToInt64Bits));
        }
    }

    [Fact]
    public void Importance_is_a_share()
    {
        (FeatureTable table, byte[] labels) = Rows.Mixed(1000, 12);

        double[] importance = Train(table, labels).Importance();

        Assert.Equal(1, importance.Sum(), 9);
        Assert.All(importance, i => Assert.True(i >= 0));
    }

    [Fact]
    public void Refuses_a_row_of_the_wrong_width()
    {
        (FeatureTable table, byte[] labels) = Rows.Mixed(100, 13);

        Model model = Train(table, labels);

        Assert.Throws<ArgumentException>(() => model.Score([1, 2], new double[model.OutputCount]));
    }

    /// <summary>Whether the outputs are shares of exponentials of the raw ones.</summary>
    protected virtual bool IsShare => false;

    /// <summary>
    /// The raw outputs to which contributions add up, from the outputs: log-odds, or logs of shares, unless said otherwise. None where the outputs
    /// do not tell them.
    /// </summary>
    protected virtual double[] RawOf(double[] outputs) =>
        Array.ConvertAll(outputs, o => IsShare ? Math.Log(o) : Math.Log(o / (1 - o)));

    protected static void AssertValid(Model model, double[] values)
    {
        var outputs = new double[model.OutputCount];
        model.Score(values, outputs);
        Assert.All(outputs, o => Assert.True(model.Output == OutputKind.Value ? double.IsFinite(o) : o is >= 0 and <= 1, $"output {o}"));
        if (model.Output == OutputKind.ClassProbabilities)
        {
            Assert.Equal(1, outputs.Sum(), 9);
        }
    }

    protected static double[] ScoresOf(Model model, FeatureTable table)
    {
        var scores = new double[table.RowCount * model.OutputCount];
        model.ScoreAll(table, scores);
        return scores;
    }
}
