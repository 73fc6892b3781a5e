using Hamf.Models.Data;
using Hamf.Models.Formats.Hamf;
using Hamf.Models.Graph;
using Hamf.Models.Learning;
using Hamf.Models.Metrics;
using Hamf.Models.Trees;

namespace Hamf.Models.Tests.Trees;

public class GbdtLossTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Softmax_learns_three_classes_and_gives_their_probabilities()
    {
        TrainingSet train = Classes(6000, 1);
        TrainingSet test = Classes(2000, 2);

        Model model = new GbdtTrainer(new GbdtOptions { Loss = GbdtLoss.Softmax, Trees = 60 }).Train(train, cancellation: Cancellation);

        double[] outputs = Score(model, test.Table);
        int[] classes = Array.ConvertAll(test.Targets, t => (int)t);
        Assert.Equal((OutputKind.ClassProbabilities, 3), (model.Output, model.OutputCount));
        Assert.True(MultiClassMetrics.Accuracy(outputs, classes) > 0.85, $"{MultiClassMetrics.Accuracy(outputs, classes)}");
        Assert.True(MultiClassMetrics.LogLoss(outputs, classes) < 0.5, $"{MultiClassMetrics.LogLoss(outputs, classes)}");
        Assert.Equal(1, outputs[..3].Sum(), 9);
    }

    [Fact]
    public void Softmax_gives_the_same_bits_at_any_thread_count()
    {
        TrainingSet train = Classes(40_000, 3);
        var options = new GbdtOptions { Loss = GbdtLoss.Softmax, Trees = 5, Threads = 1 };

        byte[] one = ModelFile.Write(new GbdtTrainer(options).Train(train, cancellation: Cancellation));

        Assert.Equal(one, ModelFile.Write(new GbdtTrainer(options with { Threads = 2 }).Train(train, cancellation: Cancellation)));
    }

    [Fact]
    public void Squared_loss_learns_numbers_of_any_size()
    {
        foreach (double size in new[] { 1e-6, 1, 1e6 })
        {
            TrainingSet train = Numbers(5000, 4, size);
            TrainingSet test = Numbers(2000, 5, size);
            var options = new GbdtOptions { Loss = GbdtLoss.Squared, Trees = 150, LearningRate = 0.1 };

            Model model = new GbdtTrainer(options).Train(train, cancellation: Cancellation);

            double error = ValueMetrics.RootMeanSquaredError(Score(model, test.Table), test.Targets);
            Assert.Equal(OutputKind.Value, model.Output);
            Assert.True(error < 0.15 * size, $"{error} at {size}");
        }
    }

    [Fact]
    public void A_constant_target_is_its_own_prediction()
    {
        TrainingSet train = Numbers(500, 6, 1) with { Targets = Enumerable.Repeat(42.5, 500).ToArray() };

        Model model = new GbdtTrainer(new GbdtOptions { Loss = GbdtLoss.Squared }).Train(train, cancellation: Cancellation);

        Assert.Equal(42.5, model.Score([0.1, 0.2]));
    }

    [Theory]
    [InlineData(StoppingMetric.AveragePrecision)]
    [InlineData(StoppingMetric.RocAuc)]
    [InlineData(StoppingMetric.LogLoss)]
    [InlineData(StoppingMetric.Brier)]
    [InlineData(StoppingMetric.Accuracy)]
    [InlineData(StoppingMetric.Precision)]
    [InlineData(StoppingMetric.Recall)]
    [InlineData(StoppingMetric.F1)]
    public void Stops_where_the_metric_was_best(StoppingMetric metric)
    {
        (FeatureTable table, byte[] labels) = Rows.Mixed(1500, 7);
        (FeatureTable validation, byte[] validationLabels) = Rows.Mixed(700, 8);
        var options = new GbdtOptions { Trees = 80, PatienceTrees = 80, LearningRate = 0.3, StopOn = metric };

        var stopped = (TreeModel)new GbdtTrainer(options).Train(
            TrainingSet.Binary(table, labels), TrainingSet.Binary(validation, validationLabels), cancellation: Cancellation);

        double kept = ValueOf(metric, stopped, validation, validationLabels);
        for (int trees = 1; trees <= 80; trees += 7)
        {
            var other = (TreeModel)new GbdtTrainer(options with { Trees = trees }).Train(TrainingSet.Binary(table, labels), cancellation: Cancellation);
            Assert.True(ValueOf(metric, other, validation, validationLabels) <= kept + 1e-12);
        }
    }

    [Fact]
    public void Classes_and_numbers_stop_early_as_well()
    {
        var options = new GbdtOptions { Trees = 300, PatienceTrees = 5, LearningRate = 0.5 };

        var classes = (TreeModel)new GbdtTrainer(options with { Loss = GbdtLoss.Softmax })
            .Train(Classes(800, 9), Classes(800, 10), cancellation: Cancellation);
        var numbers = (TreeModel)new GbdtTrainer(options with { Loss = GbdtLoss.Squared })
            .Train(Numbers(500, 11, 1), Numbers(500, 12, 1), cancellation: Cancellation);

        Assert.InRange(classes.TreeCount, 3, 3 * 290);
        Assert.InRange(numbers.TreeCount, 1, 290);
    }

    [Fact]
    public void Class_weights_and_positive_weight_move_the_scores_up_alike()
    {
        (FeatureTable table, byte[] labels) = Rows.Mixed(4000, 13);
        var options = new GbdtOptions { Trees = 20 };

        double plain = Score(Train(options), table).Average();
        double weighted = Score(Train(options with { ClassWeights = [1, 8] }), table).Average();

        Assert.True(weighted > plain + 0.1, $"{weighted} against {plain}");
        Assert.Equal(ModelFile.Write(Train(options with { ClassWeights = [1, 8] })), ModelFile.Write(Train(options with { PositiveWeight = 8 })));

        Model Train(GbdtOptions some) => new GbdtTrainer(some).Train(TrainingSet.Binary(table, labels), cancellation: Cancellation);
    }

    [Fact]
    public void Class_weights_do_not_count_rows()
    {
        (FeatureTable table, byte[] labels) = Rows.Mixed(3000, 14);
        var options = new GbdtOptions { Trees = 10, MinLeafRows = 50, ClassWeights = [1, 100] };

        var model = (TreeModel)new GbdtTrainer(options).Train(TrainingSet.Binary(table, labels), cancellation: Cancellation);

        Assert.All(model.Trees.TreeStarts[..^1], root => Assert.Equal(3000, model.Trees.Cover[root]));
        Assert.All(model.Trees.Cover, cover => Assert.True(cover >= 50));
    }

    [Theory]
    [InlineData(1e-3)]
    [InlineData(1e3)]
    public void Leaves_hold_the_fewest_rows_by_weight(double scale)
    {
        (FeatureTable table, byte[] labels) = Rows.Mixed(3000, 15);
        double[] weights = Enumerable.Range(0, 3000).Select(row => (row % 3) * scale).ToArray();
        var options = new GbdtOptions { Trees = 10, MinLeafRows = 1, MinLeafHessian = 0 };

        var model = (TreeModel)new GbdtTrainer(options).Train(TrainingSet.Binary(table, labels) with { Weights = weights }, cancellation: Cancellation);

        Assert.All(model.Trees.TreeStarts[..^1], root => Assert.Equal(3000 * scale, model.Trees.Cover[root], 1e-3 * scale));
        Assert.All(model.Trees.Cover, cover => Assert.True(cover >= 1 - 1e-6));
    }

    [Fact]
    public void Refuses_settings_that_do_not_fit_the_loss()
    {
        Assert.Contains("StopOn", Problem(new GbdtOptions { Loss = GbdtLoss.Squared, StopOn = StoppingMetric.RocAuc }), StringComparison.Ordinal);
        Assert.Contains("StopOn", Problem(new GbdtOptions { StopOn = StoppingMetric.RootMeanSquaredError }), StringComparison.Ordinal);
        Assert.Contains("ClassWeights", Problem(new GbdtOptions { ClassWeights = [1, 2, 3] }), StringComparison.Ordinal);
        Assert.Contains("ClassWeights", Problem(new GbdtOptions { ClassWeights = [1, 0] }), StringComparison.Ordinal);
        Assert.Contains("PositiveWeight", Problem(new GbdtOptions { Loss = GbdtLoss.Softmax, PositiveWeight = 2 }), StringComparison.Ordinal);
        Assert.Contains("RowShare", Problem(new GbdtOptions { RowShare = 0 }), StringComparison.Ordinal);
        Assert.Contains("GossRestShare", Problem(new GbdtOptions { GossTopShare = 0.5, GossRestShare = 0.6 }), StringComparison.Ordinal);
        Assert.Contains("RowShare", Problem(new GbdtOptions { GossTopShare = 0.2, RowShare = 0.5 }), StringComparison.Ordinal);
        Assert.Contains("L1", Problem(new GbdtOptions { L1 = double.NaN }), StringComparison.Ordinal);
        Assert.Contains("Growth", Problem(new GbdtOptions { Growth = (TreeGrowth)7 }), StringComparison.Ordinal);
    }

    private static string Problem(GbdtOptions options) => Assert.Single(options.Problems());

    private static double ValueOf(StoppingMetric metric, TreeModel model, FeatureTable table, byte[] labels)
    {
        ClassificationMetrics found = ClassificationMetrics.Compute(Score(model, table), labels, 0.5);
        double value = metric switch
        {
            StoppingMetric.AveragePrecision => found.AveragePrecision,
            StoppingMetric.RocAuc => found.RocAuc,
            StoppingMetric.LogLoss => -found.LogLoss,
            StoppingMetric.Brier => -found.Brier,
            StoppingMetric.Accuracy => found.Accuracy,
            StoppingMetric.Precision => found.Precision,
            StoppingMetric.Recall => found.Recall,
            _ => found.F1,
        };
        return double.IsNaN(value) ? double.NegativeInfinity : value;
    }

    private static double[] Score(Model model, FeatureTable table)
    {
        var scores = new double[table.RowCount * model.OutputCount];
        model.ScoreAll(table, scores);
        return scores;
    }

    private static TrainingSet Classes(int count, int seed)
    {
        var random = new Random(seed);
        (FeatureTable table, double[] x, double[] y) = Plane(count, random);
        double[] targets = x.Select((a, i) => random.Next(20) == 0 ? random.Next(3) : a + y[i] < 0.7 ? 0.0 : a > y[i] ? 1 : 2).ToArray();
        return new TrainingSet(table, targets);
    }

    private static TrainingSet Numbers(int count, int seed, double size)
    {
        var random = new Random(seed);
        (FeatureTable table, double[] x, double[] y) = Plane(count, random);
        return new TrainingSet(table, x.Select((a, i) => ((3 * a) + Math.Sin(6 * y[i]) + (0.05 * random.NextDouble()) + 5) * size).ToArray());
    }

    private static (FeatureTable Table, double[] X, double[] Y) Plane(int count, Random random)
    {
        double[] x = Enumerable.Range(0, count).Select(_ => random.NextDouble()).ToArray();
        double[] y = Enumerable.Range(0, count).Select(_ => random.NextDouble()).ToArray();
        return (new FeatureTable([FeatureInfo.Numeric("x"), FeatureInfo.Numeric("y")], [x, y], count), x, y);
    }
}
