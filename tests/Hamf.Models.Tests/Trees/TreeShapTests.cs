using Hamf.Models.Trees;
using Hamf.Models.Trees.Explaining;
using Hamf.TestKit;

namespace Hamf.Models.Tests.Trees;

public class TreeShapTests
{
    [Fact]
    public void Equals_shapley_values_by_their_definition() => Seeds.ForEach(60, random =>
    {
        TreeEnsemble trees = RandomTrees.Build(random, random.Next(1, 4), 10);
        double[] row = RandomTrees.Row(random);
        var found = new double[row.Length];

        double mean = new TreeShap(trees, RandomTrees.Features).Explain(row, found);

        Assert.Equal(Expected(trees, row, 0), mean, 11);
        for (int f = 0; f < row.Length; f++)
        {
            Assert.Equal(Shapley(trees, row, f), found[f], 11);
        }
    });

    [Fact]
    public void Adds_up_to_the_score_on_deep_trees() => Seeds.ForEach(20, random =>
    {
        TreeEnsemble trees = RandomTrees.Build(random, 20, 200);
        double[] row = RandomTrees.Row(random);
        var found = new double[row.Length];

        double sum = new TreeShap(trees, RandomTrees.Features).Explain(row, found) + found.Sum();

        Assert.Equal(RandomTrees.Score(trees, row), sum, 9);
    });

    // phi_i = sum over sets S without i of |S|! (n - |S| - 1)! / n! (v(S + i) - v(S)).
    private static double Shapley(TreeEnsemble trees, double[] row, int feature)
    {
        int n = row.Length;
        double sum = 0;
        for (int set = 0; set < 1 << n; set++)
        {
            if ((set >> feature & 1) == 0)
            {
                int size = int.PopCount(set);
                double weight = Factorial(size) * Factorial(n - size - 1) / Factorial(n);
                sum += weight * (Expected(trees, row, set | (1 << feature)) - Expected(trees, row, set));
            }
        }

        return sum;
    }

    private static double Factorial(int n) => n <= 1 ? 1 : n * Factorial(n - 1);

    // The value of a set: features in it are known, at the others both sides count by cover.
    private static double Expected(TreeEnsemble trees, double[] row, int set)
    {
        double sum = trees.Bases[0];
        for (int t = 0; t < trees.TreeCount; t++)
        {
            sum += ExpectedBelow(trees, row, set, trees.TreeStarts[t]);
        }

        return sum;
    }

    private static double ExpectedBelow(TreeEnsemble trees, double[] row, int set, int node)
    {
        int feature = trees.Feature[node];
        if (feature == TreeEnsemble.Leaf)
        {
            return trees.Value[node];
        }

        if ((set >> feature & 1) != 0)
        {
            bool left = trees.GoesLeft(node, row[feature], RandomTrees.Features);
            return ExpectedBelow(trees, row, set, left ? trees.Left[node] : trees.Right[node]);
        }

        double below = (trees.Cover[trees.Left[node]] * ExpectedBelow(trees, row, set, trees.Left[node]))
            + (trees.Cover[trees.Right[node]] * ExpectedBelow(trees, row, set, trees.Right[node]));
        return below / trees.Cover[node];
    }
}
