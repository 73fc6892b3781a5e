using Hamf.Models.Data;
using Hamf.Models.Learning;
using Hamf.Models.Trees;
using Hamf.Models.Trees.Forests;
using Hamf.TestKit;

namespace Hamf.Models.Tests.Trees.Forests;

public class DecisionTreeTests
{
    [Fact]
    public void Cuts_half_way_between_the_values_where_the_classes_part()
    {
        TreeEnsemble tree = Train(new DecisionTreeOptions(), Table([0, 1, 2, 5]), [0, 0, 1, 1]);

        Assert.Equal([0, TreeEnsemble.Leaf, TreeEnsemble.Leaf], tree.Feature);
        Assert.Equal(1.5, tree.Threshold[0]);
        Assert.Equal([0, 0, 1], tree.Value);
        Assert.Equal([4, 2, 2], tree.Cover);
    }

    [Fact]
    public void Solves_what_no_single_cut_improves()
    {
        TreeModel model = TrainModel(new DecisionTreeOptions(), Table([0, 0, 1, 1], [0, 1, 0, 1]), [0, 1, 1, 0]);

        Assert.Equal([0, 1, 1, 0], new[] { model.Score([0, 0]), model.Score([0, 1]), model.Score([1, 0]), model.Score([1, 1]) });
    }

    [Fact]
    public void The_first_cut_is_the_best_of_all_cuts() => Seeds.ForEach(60, random =>
    {
        int rows = random.Next(2, 40);
        double[][] columns = Enumerable.Range(0, 3).Select(_ => Enumerable.Range(0, rows)
            .Select(_ => random.Next(8) == 0 ? double.NaN : random.Next(10)).ToArray()).ToArray();
        double[] targets = Enumerable.Range(0, rows).Select(row => row < 2 ? row : (double)random.Next(2)).ToArray();
        double[] weights = Enumerable.Range(0, rows).Select(_ => (double)random.Next(1, 4)).ToArray();
        var train = new TrainingSet(Table(columns), targets, weights);
        double best = StumpOracle.BestScore(train);

        foreach (bool exact in new[] { true, false })
        {
            TreeEnsemble tree = ((TreeModel)new DecisionTreeTrainer(new DecisionTreeOptions { MaxDepth = 1, ExactValues = exact })
                .Train(train, cancellation: TestContext.Current.CancellationToken)).Trees;

            Assert.Equal(best, StumpOracle.ScoreOf(tree, train), 9);
        }
    });

    [Fact]
    public void Grown_to_the_end_it_repeats_its_training_rows()
    {
        (FeatureTable table, byte[] labels) = Rows.Mixed(2000, 1);

        TreeModel model = TrainModel(new DecisionTreeOptions(), table, labels.Select(l => (double)l).ToArray());

        var scores = new double[2000];
        model.ScoreAll(table, scores);
        Assert.Equal(labels.Select(l => (double)l), scores);
        Assert.Null(TreeEnsembleCheck.FindFault(model.Trees, table.Features));
    }

    [Fact]
    public void Predicts_numbers_and_repeats_those_of_training()
    {
        (FeatureTable table, _) = Rows.Mixed(1000, 2);
        double[] targets = table.Columns[0].Select((amount, row) => 1e9 + (3 * amount) + (row % 7)).ToArray();

        TreeModel model = TrainModel(new DecisionTreeOptions { Target = TargetKind.Value }, table, targets);

        var scores = new double[1000];
        model.ScoreAll(table, scores);
        Assert.All(targets.Zip(scores), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }

    [Fact]
    public void Limits_hold()
    {
        (FeatureTable table, byte[] labels) = Rows.Mixed(3000, 3);
        double[] targets = labels.Select(l => (double)l).ToArray();

        TreeEnsemble depth = Train(new DecisionTreeOptions { MaxDepth = 3 }, table, targets);
        TreeEnsemble leaf = Train(new DecisionTreeOptions { MinLeafRows = 41 }, table, targets);
        TreeEnsemble split = Train(new DecisionTreeOptions { MinSplitRows = 500 }, table, targets);

        Assert.Equal(15, depth.NodeCount);
        Assert.All(leaf.Cover, cover => Assert.True(cover >= 41));
        Assert.All(
            Enumerable.Range(0, split.NodeCount).Where(node => split.Feature[node] != TreeEnsemble.Leaf),
            node => Assert.True(split.Cover[node] >= 500));
    }

    [Fact]
    public void Fractions_as_weights_do_what_whole_weights_in_proportion_do()
    {
        (FeatureTable table, byte[] labels) = Rows.Mixed(500, 4);
        double[] whole = Enumerable.Range(0, 500).Select(row => (double)(1 + (row % 3))).ToArray();
        double[] targets = labels.Select(l => (double)l).ToArray();
        var options = new DecisionTreeOptions { MaxDepth = 4 };

        TreeModel a = TrainModel(options, table, targets, whole);
        TreeModel b = TrainModel(options, table, targets, whole.Select(w => w / 1000).ToArray());

        Assert.Equal(a.Trees.Feature, b.Trees.Feature);
        Assert.Equal(a.Trees.Threshold, b.Trees.Threshold);
        Assert.All(a.Trees.Value.Zip(b.Trees.Value), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    [Fact]
    public void Splits_hundreds_of_categories_by_sets()
    {
        var feature = new FeatureInfo("shop", FeatureKind.Categorical, Enumerable.Range(0, 600).Select(i => $"s{i}").ToArray());
        double[] shops = Enumerable.Range(0, 6000).Select(row => (double)(row % 600)).ToArray();
        double[] targets = shops.Select(shop => shop % 7 < 2 ? 1.0 : 0).ToArray();

        TreeEnsemble tree = Train(new DecisionTreeOptions(), new FeatureTable([feature], [shops], 6000), targets);

        Assert.Equal(3, tree.NodeCount);
        Assert.Equal([0, 1], tree.Value[1..].Order());
    }

    [Fact]
    public void Balanced_classes_count_the_same()
    {
        TreeEnsemble even = Train(new DecisionTreeOptions { Balance = ClassBalance.Balanced }, Table([1, 1, 1, 1]), [0, 0, 0, 1]);
        TreeEnsemble plain = Train(new DecisionTreeOptions(), Table([1, 1, 1, 1]), [0, 0, 0, 1]);

        Assert.Equal([0.5], even.Value);
        Assert.Equal([0.25], plain.Value);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Learns_from_missing_values_alone(bool exact)
    {
        double[] column = Enumerable.Range(0, 1000).Select(i => i % 4 == 0 ? double.NaN : i % 7).ToArray();
        double[] targets = column.Select(v => double.IsNaN(v) ? 1.0 : 0).ToArray();

        TreeModel model = TrainModel(new DecisionTreeOptions { ExactValues = exact }, Table(column), targets);

        Assert.Equal(3, model.Trees.NodeCount);
        Assert.Equal(1, model.Score([double.NaN]));
        Assert.Equal(0, model.Score([3]));
        Assert.Equal(0, model.Score([double.PositiveInfinity]));
    }

    private static FeatureTable Table(params double[][] columns) =>
        new(columns.Select((_, f) => FeatureInfo.Numeric($"f{f}")).ToArray(), columns, columns[0].Length);

    private static TreeModel TrainModel(DecisionTreeOptions options, FeatureTable table, double[] targets, double[]? weights = null) =>
        (TreeModel)new DecisionTreeTrainer(options).Train(
            new TrainingSet(table, targets, weights), cancellation: TestContext.Current.CancellationToken);

    private static TreeEnsemble Train(DecisionTreeOptions options, FeatureTable table, double[] targets) =>
        TrainModel(options, table, targets).Trees;
}
