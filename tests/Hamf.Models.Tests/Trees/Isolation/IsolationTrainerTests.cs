using Hamf.Models.Data;
using Hamf.Models.Graph;
using Hamf.Models.Learning;
using Hamf.Models.Metrics;
using Hamf.Models.Trees;
using Hamf.Models.Trees.Isolation;

namespace Hamf.Models.Tests.Trees.Isolation;

public class IsolationTrainerTests
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(3, 5.0 / 3)]
    [InlineData(4, 13.0 / 6)]
    public void Expected_path_lengths_are_those_of_random_search_trees(int rows, double expected) =>
        Assert.Equal(expected, PathLength.Expected(rows), 12);

    [Fact]
    public void Two_rows_are_as_usual_as_can_be_expected()
    {
        Model model = Train(new IsolationOptions(), Table([1, 2]));

        Assert.Equal(OutputKind.Anomaly, model.Output);
        Assert.Equal(0.5, model.Score([1]), 12);
        Assert.Equal(0.5, model.Score([7]), 12);
    }

    [Fact]
    public void Few_rows_far_away_are_the_most_unusual()
    {
        (FeatureTable table, byte[] isFar) = Cloud(4000, 1);

        Model model = Train(new IsolationOptions(), table);

        var scores = new double[4000];
        model.ScoreAll(table, scores);
        Assert.True(ClassificationMetrics.Compute(scores, isFar, 0.5).RocAuc > 0.99);
        Assert.True(scores.Average() < 0.5);
        Assert.Null(TreeEnsembleCheck.FindFault(((TreeModel)model).Trees, table.Features));
    }

    [Fact]
    public void Missing_values_and_rare_and_unseen_categories_are_unusual()
    {
        var random = new Random(2);
        var kind = new FeatureInfo("kind", FeatureKind.Categorical, ["a", "b", "c", "rare"]);
        double[] kinds = Enumerable.Range(0, 5000).Select(row => row < 10 ? 3.0 : random.Next(3)).ToArray();
        double[] numbers = Enumerable.Range(0, 5000).Select(row => row is >= 10 and < 20 ? double.NaN : random.NextDouble()).ToArray();
        var table = new FeatureTable([kind, FeatureInfo.Numeric("n")], [kinds, numbers], 5000);

        Model model = Train(new IsolationOptions { Trees = 300, SampleRows = 1000 }, table);

        double usual = model.Score([1, 0.5]);
        Assert.True(model.Score([3, 0.5]) > usual + 0.05);
        Assert.True(model.Score([4, 0.5]) > usual + 0.05);
        Assert.True(model.Score([1, double.NaN]) > usual);
    }

    [Fact]
    public void Rows_that_weigh_much_become_usual()
    {
        (FeatureTable table, byte[] isFar) = Cloud(2000, 3);
        double[] weights = isFar.Select(far => far == 1 ? 1000.0 : 1).ToArray();

        Model plain = Train(new IsolationOptions(), table);
        Model weighted = Train(new IsolationOptions(), table, weights);

        Assert.True(weighted.Score([9, 9]) < plain.Score([9, 9]));
        Assert.True(weighted.Score([0, 0]) > plain.Score([0, 0]));
    }

    [Fact]
    public void Reports_progress_can_be_cancelled_and_names_wrong_options()
    {
        using var source = new CancellationTokenSource();
        var progress = new CancelAfter(3, source);

        Assert.Throws<OperationCanceledException>(() => new IsolationTrainer(new IsolationOptions { Threads = 1 })
            .Train(new TrainingSet(Cloud(500, 4).Table, []), null, progress, source.Token));
        Assert.Equal(3, progress.Last);
        Assert.Equal(3, new IsolationOptions { Trees = 0, SampleRows = 1, Threads = -1 }.Problems().Count);
    }

    private static Model Train(IsolationOptions options, FeatureTable table, double[]? weights = null) =>
        new IsolationTrainer(options).Train(new TrainingSet(table, [], weights), cancellation: TestContext.Current.CancellationToken);

    private static FeatureTable Table(double[] column) => new([FeatureInfo.Numeric("x")], [column], column.Length);

    private static (FeatureTable Table, byte[] IsFar) Cloud(int count, int seed)
    {
        var random = new Random(seed);
        byte[] isFar = Enumerable.Range(0, count).Select(row => row % 100 == 0 ? (byte)1 : (byte)0).ToArray();
        double[][] columns = Enumerable.Range(0, 2).Select(_ => isFar
            .Select(far => (9.0 * far) + random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5).ToArray()).ToArray();
        return (new FeatureTable([FeatureInfo.Numeric("x"), FeatureInfo.Numeric("y")], columns, count), isFar);
    }
}
