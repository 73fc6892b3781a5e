using Hamf.Models.Data;
using Hamf.Models.Formats.Hamf;
using Hamf.Models.Graph;
using Hamf.Models.Learning;
using Hamf.Models.Metrics;
using Hamf.Models.Trees;
using Hamf.Models.Trees.Forests;
using Hamf.Models.Trees.Scoring;

namespace Hamf.Models.Tests.Trees.Forests;

public class ForestTrainerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<ForestOptions> Kinds =>
    [
        new ForestOptions { Trees = 8 },
        new ForestOptions { Trees = 8, ExactValues = true },
        new ForestOptions { Trees = 8, MinLeafRows = 5, MaxFeatures = FeatureRule.All },
        ForestOptions.ExtraTrees with { Trees = 8 },
        ForestOptions.ExtraTrees with { Trees = 8, ExactValues = true },
    ];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_fast_tally_and_its_plain_twin_give_the_same_model(ForestOptions options)
    {
        (FeatureTable table, byte[] labels) = Rows.Mixed(5000, 1);

        var fast = (TreeModel)new ForestTrainer(options).Train(TrainingSet.Binary(table, labels), cancellation: Cancellation);
        var plain = (TreeModel)new ForestTrainer(options) { UsePlainTally = true }.Train(TrainingSet.Binary(table, labels), cancellation: Cancellation);

        Assert.Equal(plain.Trees.Feature, fast.Trees.Feature);
        Assert.Equal(plain.Trees.Threshold, fast.Trees.Threshold);
        Assert.Equal(plain.Trees.Value, fast.Trees.Value);
        Assert.Equal(plain.Trees.Cover, fast.Trees.Cover);
        Assert.Equal(ModelFile.Write(plain), ModelFile.Write(fast));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_score_is_the_mean_of_the_leaves_that_the_plain_scorer_finds(ForestOptions options)
    {
        (FeatureTable table, byte[] labels) = Rows.Mixed(2000, 2);
        var model = (TreeModel)new ForestTrainer(options).Train(TrainingSet.Binary(table, labels), cancellation: Cancellation);
        var values = new double[table.Features.Count];
        var expected = new double[1];

        Assert.Null(TreeEnsembleCheck.FindFault(model.Trees, table.Features));
        for (int row = 0; row < table.RowCount; row++)
        {
            table.CopyRow(row, values);
            PlainScorer.Score(model.Trees, table.Features, values, expected);
            Assert.Equal(BitConverter.DoubleToInt64Bits(expected[0]), BitConverter.DoubleToInt64Bits(model.Score(values)));
        }
    }

    [Fact]
    public void Thresholds_are_floats_where_values_leave_room()
    {
        (FeatureTable table, byte[] labels) = Rows.Mixed(3000, 3);
        double[] amounts = table.Columns[0].Select(v => (double)(float)v).ToArray();
        var rounded = table with { Columns = [amounts, .. table.Columns[1..]] };

        foreach (ForestOptions options in new[] { new ForestOptions(), ForestOptions.ExtraTrees })
        {
            var model = (TreeModel)new ForestTrainer(options with { Trees = 5, ExactValues = true })
                .Train(TrainingSet.Binary(rounded, labels), cancellation: Cancellation);

            Assert.All(model.Trees.Threshold, threshold => Assert.Equal(threshold, (float)threshold));
        }
    }

    [Fact]
    public void Tells_several_classes_apart()
    {
        (FeatureTable table, double[] targets) = ThreeClasses(3000, 4);
        (FeatureTable fresh, double[] freshTargets) = ThreeClasses(1000, 5);

        foreach (ForestOptions options in new[] { new ForestOptions { Balance = ClassBalance.BalancedPerTree }, ForestOptions.ExtraTrees })
        {
            Model model = new ForestTrainer(options with { Target = TargetKind.Classes, Trees = 30 })
                .Train(new TrainingSet(table, targets), cancellation: Cancellation);

            var outputs = new double[3000];
            model.ScoreAll(fresh, outputs);
            int right = Enumerable.Range(0, 1000).Count(row => Highest(outputs.AsSpan(row * 3, 3)) == freshTargets[row]);
            Assert.Equal((OutputKind.ClassProbabilities, 3), (model.Output, model.OutputCount));
            Assert.True(right > 900, $"{right} of 1000");
        }
    }

    [Fact]
    public void Predicts_numbers()
    {
        (FeatureTable table, _) = Rows.Mixed(3000, 6);
        (FeatureTable fresh, _) = Rows.Mixed(500, 7);
        var options = new ForestOptions { Target = TargetKind.Value, Trees = 30, MaxFeatures = FeatureRule.All };

        Model model = new ForestTrainer(options).Train(new TrainingSet(table, table.Columns[0].Select(a => a * a).ToArray()), cancellation: Cancellation);

        var outputs = new double[500];
        model.ScoreAll(fresh, outputs);
        Assert.Equal(OutputKind.Value, model.Output);
        Assert.All(outputs.Zip(fresh.Columns[0]), pair => Assert.Equal(pair.Second * pair.Second, pair.First, 0.3));
    }

    [Fact]
    public void Out_of_bag_scores_are_those_of_trees_that_did_not_see_the_row()
    {
        (FeatureTable table, byte[] labels) = Rows.Mixed(3000, 8);
        (FeatureTable fresh, byte[] freshLabels) = Rows.Mixed(3000, 9);
        var options = new ForestOptions { Trees = 40 };

        ForestResult result = new ForestTrainer(options with { Threads = 2 }).TrainWithOutOfBag(TrainingSet.Binary(table, labels), cancellation: Cancellation);
        ForestResult single = new ForestTrainer(options with { Threads = 1 }).TrainWithOutOfBag(TrainingSet.Binary(table, labels), cancellation: Cancellation);

        var scores = new double[3000];
        result.Model.ScoreAll(fresh, scores);
        Assert.Equal(single.OutOfBag.Outputs, result.OutOfBag.Outputs);
        Assert.InRange(result.OutOfBag.TreeCounts.Average(), 40 * 0.36, 40 * 0.376);
        Assert.Equal(Auc(scores, freshLabels), Auc(result.OutOfBag.Outputs, labels), 0.03);
        result.Model.ScoreAll(table, scores);
        Assert.True(Auc(scores, labels) > 0.999, "Rows that were seen are remembered.");
    }

    [Fact]
    public void Out_of_bag_needs_a_bag()
    {
        (FeatureTable table, byte[] labels) = Rows.Mixed(50, 8);

        Assert.Throws<ArgumentException>(() =>
            new ForestTrainer(ForestOptions.ExtraTrees).TrainWithOutOfBag(TrainingSet.Binary(table, labels), cancellation: Cancellation));
    }

    [Fact]
    public void Rows_without_weight_are_never_seen()
    {
        (FeatureTable table, byte[] labels) = Rows.Mixed(2000, 10);
        double[] weights = labels.Select((_, row) => row < 1000 ? 0.7 : 0).ToArray();
        byte[] turned = labels.Select((label, row) => row < 1000 ? label : (byte)(1 - label)).ToArray();

        foreach (ForestOptions options in new[] { new ForestOptions(), ForestOptions.ExtraTrees })
        {
            Model a = new ForestTrainer(options with { Trees = 10 }).Train(TrainingSet.Binary(table, labels) with { Weights = weights }, cancellation: Cancellation);
            Model b = new ForestTrainer(options with { Trees = 10 }).Train(TrainingSet.Binary(table, turned) with { Weights = weights }, cancellation: Cancellation);

            Assert.Equal(ModelFile.Write(a), ModelFile.Write(b));
        }
    }

    [Fact]
    public void Stops_when_cancelled_and_reports_progress()
    {
        (FeatureTable table, byte[] labels) = Rows.Mixed(500, 11);
        using var source = new CancellationTokenSource();
        var progress = new CancelAfter(3, source);

        Assert.Throws<OperationCanceledException>(() => new ForestTrainer(new ForestOptions { Threads = 1 })
            .Train(TrainingSet.Binary(table, labels), null, progress, source.Token));
        Assert.Equal(3, progress.Last);
    }

    [Fact]
    public void Refuses_options_out_of_range_all_at_once()
    {
        var options = new ForestOptions
        {
            Trees = 0,
            MaxDepth = -1,
            MinLeafRows = 0,
            MinSplitRows = 1,
            MaxBins = 256,
            MaxFeatures = FeatureRule.Share(0),
            Threads = -1,
            Target = TargetKind.None,
        };

        Assert.Equal(8, options.Problems().Count);
        Assert.Single((new ForestOptions { Target = TargetKind.Value, Balance = ClassBalance.Balanced }).Problems());
        (FeatureTable table, byte[] labels) = Rows.Mixed(50, 12);
        Assert.Throws<ArgumentException>(() => new ForestTrainer(options).Train(TrainingSet.Binary(table, labels), cancellation: Cancellation));
    }

    private static double Auc(double[] scores, byte[] labels) => ClassificationMetrics.Compute(scores, labels, 0.5).RocAuc;

    private static int Highest(Span<double> outputs)
    {
        Assert.Equal(1, outputs[0] + outputs[1] + outputs[2], 9);
        return outputs.IndexOf(Math.Max(outputs[0], Math.Max(outputs[1], outputs[2])));
    }

    // Class by category and by a number that is missing for class 2 alone.
    private static (FeatureTable Table, double[] Targets) ThreeClasses(int count, int seed)
    {
        (FeatureTable table, _) = Rows.Mixed(count, seed);
        double[] targets = Enumerable.Range(0, count)
            .Select(row => double.IsNaN(table.Columns[1][row]) ? 2.0 : table.Columns[2][row] % 3 == 0 ? 1 : 0).ToArray();
        return (table, targets);
    }
}
