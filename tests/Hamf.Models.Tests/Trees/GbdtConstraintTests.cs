using Hamf.Models.Data;
using Hamf.Models.Learning;
using Hamf.Models.Trees;
using Hamf.TestKit;

namespace Hamf.Models.Tests.Trees;

public class GbdtConstraintTests
{
    [Fact]
    public void A_constrained_feature_never_moves_the_score_the_wrong_way()
    {
        Seeds.ForEach(4, random =>
        {
            (FeatureTable table, byte[] labels) = Noise(random, 3000);
            var options = new GbdtOptions
            {
                Trees = 40,
                LearningRate = 0.3,
                Growth = random.Next(2) == 0 ? TreeGrowth.LeafWise : TreeGrowth.DepthWise,
                Monotone = new Dictionary<string, MonotoneDirection> { ["up"] = MonotoneDirection.Rising, ["down"] = MonotoneDirection.Falling },
            };

            TreeModel constrained = Train(options, table, labels);
            TreeModel free = Train(options with { Monotone = new Dictionary<string, MonotoneDirection>() }, table, labels);

            Assert.Equal(0, Violations(constrained, table));
            Assert.True(Violations(free, table) > 0, "The data must tempt.");
            Assert.True(constrained.TreeCount > 1);
        });
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("kind")]
    public void Refuses_a_constraint_on_what_is_no_number(string name)
    {
        (FeatureTable table, byte[] labels) = Rows.Mixed(100, 1);
        var options = new GbdtOptions { Monotone = new Dictionary<string, MonotoneDirection> { [name] = MonotoneDirection.Rising } };

        ArgumentException refused = Assert.Throws<ArgumentException>(() => Train(options, table, labels));

        Assert.Contains(name, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Depth_wise_trees_are_balanced_and_leaf_wise_ones_are_not()
    {
        (FeatureTable table, byte[] labels) = Noise(new Random(2), 8000);
        var options = new GbdtOptions { Trees = 5, Leaves = 16, MinLeafRows = 1, MinLeafHessian = 0 };

        TreeEnsemble byLevel = Train(options with { Growth = TreeGrowth.DepthWise }, table, labels).Trees;
        TreeEnsemble byGain = Train(options, table, labels).Trees;

        Assert.All(Depths(byLevel), depth => Assert.Equal(4, depth));
        Assert.Contains(Depths(byGain), depth => depth > 4);
    }

    [Fact]
    public void L1_empties_leaves_and_shrinks_the_others()
    {
        (FeatureTable table, byte[] labels) = Noise(new Random(3), 3000);
        var options = new GbdtOptions { Trees = 1, LearningRate = 1, L2 = 0, MinLeafHessian = 0 };

        double[] plain = Train(options, table, labels).Trees.Value;
        double[] shrunk = Train(options with { L1 = 5 }, table, labels).Trees.Value;

        Assert.True(shrunk.Sum(Math.Abs) < plain.Sum(Math.Abs));
        Assert.Empty(Train(options with { L1 = 1e6 }, table, labels).Trees.Value);
    }

    [Fact]
    public void A_single_leaf_pair_has_the_values_of_the_formula()
    {
        double[] x = [.. Enumerable.Repeat(0.0, 600), .. Enumerable.Repeat(1.0, 400)];
        byte[] labels = x.Select((v, i) => (byte)(v == 0 ? (i % 6 == 0 ? 1 : 0) : (i % 4 == 0 ? 0 : 1))).ToArray();
        var table = new FeatureTable([FeatureInfo.Numeric("x")], [x], 1000);
        var options = new GbdtOptions { Trees = 1, LearningRate = 1, L1 = 7, L2 = 3 };

        double[] values = Train(options, table, labels).Trees.Value;

        // 100 of 600 positive on the left, 300 of 400 on the right; p = 0.4 to begin with.
        double left = -((600 * 0.4) - 100 - 7) / ((600 * 0.24) + 3);
        double right = ((300 - (400 * 0.4)) - 7) / ((400 * 0.24) + 3);
        Assert.Equal(left, values[1], 0.002);
        Assert.Equal(right, values[2], 0.002);
    }

    private static TreeModel Train(GbdtOptions options, FeatureTable table, byte[] labels) =>
        (TreeModel)new GbdtTrainer(options).Train(TrainingSet.Binary(table, labels), cancellation: TestContext.Current.CancellationToken);

    // Labels that follow "up" and "down" in waves, so that a free model breaks both directions.
    private static (FeatureTable Table, byte[] Labels) Noise(Random random, int count)
    {
        string[] names = ["up", "down", "other"];
        double[][] columns = names.Select(_ => Enumerable.Range(0, count)
            .Select(_ => random.Next(20) == 0 ? double.NaN : Math.Round(random.NextDouble(), 2)).ToArray()).ToArray();
        byte[] labels = Enumerable.Range(0, count).Select(i =>
        {
            double up = double.IsNaN(columns[0][i]) ? 0.5 : columns[0][i];
            double down = double.IsNaN(columns[1][i]) ? 0.5 : columns[1][i];
            double other = double.IsNaN(columns[2][i]) ? 0.5 : columns[2][i];
            double logOdds = up - down + Math.Sin(12 * up) + Math.Cos(11 * down) + (other * Math.Sin(9 * up));
            return (byte)(random.NextDouble() < 1 / (1 + Math.Exp(-logOdds)) ? 1 : 0);
        }).ToArray();
        return (new FeatureTable(names.Select(FeatureInfo.Numeric).ToArray(), columns, count), labels);
    }

    private static int Violations(TreeModel model, FeatureTable table)
    {
        int found = 0;
        var values = new double[3];
        for (int row = 0; row < 200; row++)
        {
            table.CopyRow(row, values);
            for (int feature = 0; feature < 2; feature++)
            {
                double before = feature == 0 ? double.NegativeInfinity : double.PositiveInfinity;
                double kept = values[feature];
                for (double x = -0.005; x < 1.01; x += 0.01)
                {
                    values[feature] = x;
                    double score = model.Score(values);
                    found += feature == 0 ? (score < before ? 1 : 0) : (score > before ? 1 : 0);
                    before = score;
                }

                values[feature] = kept;
            }
        }

        return found;
    }

    private static List<int> Depths(TreeEnsemble trees)
    {
        var depth = new int[trees.NodeCount];
        var leaves = new List<int>();
        for (int node = 0; node < trees.NodeCount; node++)
        {
            if (trees.Feature[node] == TreeEnsemble.Leaf)
            {
                leaves.Add(depth[node]);
                continue;
            }

            depth[trees.Left[node]] = depth[trees.Right[node]] = depth[node] + 1;
        }

        return leaves;
    }
}
