using Hamf.Models.Data;
using Hamf.Models.Learning;
using Hamf.Models.Trees;
using Hamf.Models.Trees.Boosting;

namespace Hamf.Models.Tests.Trees.Boosting;

public class AdaBoostTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Votes_and_weights_are_those_of_the_paper()
    {
        // No cut does without a mistake. The best first one leaves one row of five wrong, which then weighs half of all.
        TreeEnsemble trees = Train(new AdaBoostOptions { Trees = 2 }, [0, 1, 2, 3, 4], [0, 0, 1, 1, 0]).Trees;

        double first = Math.Log(4);
        Assert.Equal(1.5, trees.Threshold[0]);
        Assert.Equal([0, -first, first], trees.Value[..3]);
        Assert.Equal([5, 2, 3], trees.Cover[..3]);

        // Weights are now 1, 1, 1, 1 and 4 eighths: "above 3.5 is negative" errs by two eighths.
        double second = Math.Log(3);
        Assert.Equal(3.5, trees.Threshold[3]);
        Assert.Equal(second, Math.Abs(trees.Value[4]), 6);
        Assert.Equal(-second, trees.Value[5], 6);
        Assert.Equal([5, 4, 1], trees.Cover[3..]);
    }

    [Fact]
    public void Several_classes_need_a_tree_better_than_guessing_among_them()
    {
        var options = new AdaBoostOptions { Target = TargetKind.Classes, Trees = 1 };

        TreeModel model = Train(options, [0, 1, 2, 3, 4, 5], [0, 0, 1, 1, 2, 2]);

        // A stump knows two of three classes: a third of the rows is wrong.
        double vote = Math.Log(2) + Math.Log(2);
        Assert.Equal(3, model.OutputCount);
        Assert.Equal(vote, model.Trees.Value.Max(), 12);
        Assert.Equal(2, model.Trees.Value.Count(v => v > 0));
    }

    [Fact]
    public void Stops_after_a_tree_without_mistakes()
    {
        TreeModel model = Train(new AdaBoostOptions(), [0, 1, 2, 3], [0, 0, 1, 1]);

        Assert.Equal(1, model.TreeCount);
        Assert.True(model.Score([0]) < 0.2);
        Assert.True(model.Score([3]) > 0.8);
    }

    [Fact]
    public void Nothing_to_learn_gives_even_odds()
    {
        TreeModel model = Train(new AdaBoostOptions(), [7, 7, 7, 7], [0, 0, 1, 1]);

        Assert.Equal(0.5, model.Score([7]));
    }

    [Fact]
    public void A_whole_weight_does_what_as_many_copies_do()
    {
        var random = new Random(1);
        double[] values = Enumerable.Range(0, 600).Select(_ => (double)random.Next(100)).ToArray();
        double[] targets = values.Select(v => v > 30 && random.Next(4) > 0 ? 1.0 : 0).ToArray();
        double[] weights = values.Select((_, row) => (double)(1 + (row % 3))).ToArray();
        int[] copies = Enumerable.Range(0, 600).SelectMany(row => Enumerable.Repeat(row, 1 + (row % 3))).ToArray();

        TreeModel weighted = Train(new AdaBoostOptions(), values, targets, weights);
        TreeModel repeated = Train(new AdaBoostOptions(), copies.Select(row => values[row]).ToArray(), copies.Select(row => targets[row]).ToArray());

        for (int value = 0; value < 100; value++)
        {
            Assert.Equal(weighted.Score([value]), repeated.Score([value]), 1e-6);
        }
    }

    [Fact]
    public void Reports_progress_can_be_cancelled_and_names_wrong_options()
    {
        (FeatureTable table, byte[] labels) = Rows.Mixed(500, 2);
        using var source = new CancellationTokenSource();
        var progress = new CancelAfter(3, source);

        Assert.Throws<OperationCanceledException>(() =>
            new AdaBoostTrainer(new AdaBoostOptions()).Train(TrainingSet.Binary(table, labels), null, progress, source.Token));
        Assert.Equal(3, progress.Last);
        var wrong = new AdaBoostOptions { Target = TargetKind.Value, Trees = 0, MaxDepth = 17, LearningRate = 0, MaxBins = 1, Threads = -1 };
        Assert.Equal(6, wrong.Problems().Count);
    }

    private static TreeModel Train(AdaBoostOptions options, double[] values, double[] targets, double[]? weights = null) =>
        (TreeModel)new AdaBoostTrainer(options).Train(
            new TrainingSet(new FeatureTable([FeatureInfo.Numeric("x")], [values], values.Length), targets, weights), cancellation: Cancellation);
}
