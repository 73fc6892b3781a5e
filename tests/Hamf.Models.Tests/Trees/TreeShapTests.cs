using Hamf.Models.Data;
using Hamf.Models.Trees;
using Hamf.Models.Trees.Explaining;
using Hamf.TestKit;

namespace Hamf.Models.Tests.Trees;

public class TreeShapTests
{
    public static TheoryData<int> Lanes => [1, 2, 4, 8];

    [Theory]
    [MemberData(nameof(Lanes))]
    public void Equals_shapley_values_by_their_definition(int lanes) => Seeds.ForEach(60, random =>
    {
        TreeEnsemble trees = RandomTrees.Build(random, random.Next(1, 4), 10);
        double[] row = RandomTrees.Row(random);
        var found = new double[row.Length];

        var shap = new TreeShap(trees, RandomTrees.Features, lanes);
        shap.Explain(row, found);

        Assert.Equal(ShapleyOracle.PathDependent(trees, row, 0, 0), shap.Bases[0], 11);
        double[] expected = ShapleyOracle.Shapley(row.Length, set => ShapleyOracle.PathDependent(trees, row, set, 0));
        AssertNear(expected, found, 1e-11);
    });

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 1)]
    [InlineData(false, 3)]
    [InlineData(true, 3)]
    public void Explains_every_output_by_the_definition(bool isMean, int leafWidth) => Seeds.ForEach(30, random =>
    {
        TreeEnsemble trees = RandomTrees.BuildWide(random, random.Next(1, 5), 10, outputs: 3, leafWidth, isMean ? TreeSum.DoubleMean : TreeSum.Double);
        double[] row = RandomTrees.Row(random);
        var found = new double[row.Length * 3];

        var shap = new TreeShap(trees, RandomTrees.Features);
        shap.Explain(row, found);

        for (int o = 0; o < 3; o++)
        {
            Assert.Equal(ShapleyOracle.PathDependent(trees, row, 0, o), shap.Bases[o], 11);
            double[] expected = ShapleyOracle.Shapley(row.Length, set => ShapleyOracle.PathDependent(trees, row, set, o));
            AssertNear(expected, Enumerable.Range(0, row.Length).Select(f => found[(f * 3) + o]).ToArray(), 1e-11);
        }
    });

    [Fact]
    public void Equals_the_plain_form_on_deep_trees_and_adds_up() => Seeds.ForEach(20, random =>
    {
        TreeEnsemble trees = RandomTrees.Build(random, 20, 300);
        double[] row = RandomTrees.Row(random);
        var found = new double[row.Length];
        var plain = new double[row.Length];

        var shap = new TreeShap(trees, RandomTrees.Features);
        shap.Explain(row, found);
        double mean = new PlainTreeShap(trees, RandomTrees.Features).Explain(row, plain);

        AssertNear(plain, found, 1e-10);
        Assert.Equal(mean, shap.Bases[0], 11);
        Assert.Equal(RandomTrees.Score(trees, row), shap.Bases[0] + found.Sum(), 1e-9);
    });

    [Theory]
    [InlineData(1, 12)]
    [InlineData(1, 100)]
    [InlineData(2, 60)]
    public void A_row_has_the_same_bits_alone_in_any_batch_at_any_width_and_thread_count(int leafWidth, int maxSplits) => Seeds.ForEach(10, random =>
    {
        TreeEnsemble trees = RandomTrees.BuildWide(random, 12, maxSplits, outputs: 2, leafWidth, TreeSum.Double);

        AssertSameBitsEverywhere(trees, RandomTrees.Table(random, random.Next(1, 200)));
    });

    [Fact]
    public void A_row_has_the_same_bits_everywhere_where_paths_ask_many_features() => Seeds.ForEach(10, random =>
    {
        FeatureInfo[] features = Enumerable.Range(0, 40).Select(i => FeatureInfo.Numeric($"f{i}")).ToArray();
        TreeEnsemble trees = BuildSlim(random, features);
        double[][] columns = features.Select(_ => Enumerable.Range(0, 70).Select(_ => random.Next(9) == 0 ? double.NaN : random.NextDouble()).ToArray()).ToArray();

        AssertSameBitsEverywhere(trees, new FeatureTable(features, columns, 70));
    });

    [Fact]
    public void Follows_trees_that_round_values_to_float()
    {
        var builder = new TreeEnsembleBuilder([FeatureInfo.Numeric("x")], [0]);
        int root = builder.AddLeaf(10);
        int left = builder.SplitByThreshold(root, 0, 0.1f, defaultLeft: false, 4);
        builder.SetValue(left, 1);
        builder.SetValue(left + 1, 2);
        builder.EndTree();
        TreeEnsemble trees = builder.Build(1).WithRounding();
        var found = new double[1];

        new TreeShap(trees, [FeatureInfo.Numeric("x")]).Explain([0.1f + 1e-12], found);

        Assert.Equal(1 - 1.6, found[0], 12);
    }

    [Fact]
    public void Explains_a_chain_as_deep_as_it_has_leaves()
    {
        var random = new Random(1);
        FeatureInfo[] features = Enumerable.Range(0, 40).Select(i => FeatureInfo.Numeric($"f{i}")).ToArray();
        var builder = new TreeEnsembleBuilder(features, [0]);
        int node = builder.AddLeaf(1e6);
        for (int depth = 0; depth < 2000; depth++)
        {
            int left = builder.SplitByThreshold(node, random.Next(40), random.NextDouble(), defaultLeft: false, 1e6 / (depth + 2));
            builder.SetValue(left, random.NextDouble());
            node = left + 1;
        }

        builder.SetValue(node, 5);
        builder.EndTree();
        TreeEnsemble trees = builder.Build(1);
        double[] row = features.Select(_ => random.NextDouble()).ToArray();
        var found = new double[40];

        var shap = new TreeShap(trees, features);
        shap.Explain(row, found);

        double output = 0;
        Models.Trees.Scoring.PlainScorer.Score(trees, features, row, new Span<double>(ref output));
        Assert.Equal(output, shap.Bases[0] + found.Sum(), 1e-9);
    }

    // Trees of 1 to 64 splits, most of them below the last one: half a path's features are more than a vector holds.
    private static TreeEnsemble BuildSlim(Random random, FeatureInfo[] features)
    {
        var builder = new TreeEnsembleBuilder(features, [0]);
        for (int t = 0; t < 9; t++)
        {
            var leaves = new List<(int Node, double Cover)> { (builder.AddLeaf(1000), 1000) };
            for (int splits = random.Next(1, 65); splits > 0; splits--)
            {
                int at = random.Next(3) == 0 ? random.Next(leaves.Count) : leaves.Count - 1;
                (int node, double cover) = leaves[at];
                double leftCover = cover * (0.1 + (0.8 * random.NextDouble()));
                int left = builder.SplitByThreshold(node, random.Next(features.Length), random.NextDouble(), random.Next(2) == 0, leftCover);
                leaves[at] = (left, leftCover);
                leaves.Add((left + 1, cover - leftCover));
            }

            leaves.ForEach(leaf => builder.SetValue(leaf.Node, random.NextDouble() - 0.5));
            builder.EndTree();
        }

        return builder.Build(9);
    }

    private static void AssertSameBitsEverywhere(TreeEnsemble trees, FeatureTable table)
    {
        double[] expected = ExplainTable(new TreeShap(trees, table.Features, 1), table, threads: 1);
        foreach (int lanes in (int[])[1, 2, 4, 8])
        {
            var shap = new TreeShap(trees, table.Features, lanes);
            AssertSameBits(expected, ExplainEach(shap, table));
            AssertSameBits(expected, ExplainTable(shap, table, threads: 1));
            AssertSameBits(expected, ExplainTable(shap, table, threads: 3));
        }
    }

    private static double[] ExplainEach(TreeShap shap, FeatureTable table)
    {
        int width = table.Columns.Length * shap.Bases.Length;
        var values = new double[table.Columns.Length];
        var contributions = new double[table.RowCount * width];
        for (int row = 0; row < table.RowCount; row++)
        {
            table.CopyRow(row, values);
            shap.Explain(values, contributions.AsSpan(row * width, width));
        }

        return contributions;
    }

    private static double[] ExplainTable(TreeShap shap, FeatureTable table, int threads)
    {
        var contributions = new double[table.RowCount * table.Columns.Length * shap.Bases.Length];
        shap.ExplainAll(table, contributions, threads);
        return contributions;
    }

    private static void AssertSameBits(double[] expected, double[] found) =>
        Assert.Equal(expected.Select(BitConverter.DoubleToInt64Bits), found.Select(BitConverter.DoubleToInt64Bits));

    private static void AssertNear(double[] expected, double[] found, double tolerance)
    {
        for (int f = 0; f < expected.Length; f++)
        {
            Assert.Equal(expected[f], found[f], tolerance);
        }
    }
}
