using Hamf.Models.Trees;

namespace Hamf.Models.Formats.Hamf;

/// <summary>
/// Whether every sum of leaves is a number that the link can use: a probability that a file drives above 1 would be a decision, and
/// infinities of both signs would give none.
/// </summary>
internal static class TreeRange
{
    // Sums of rounded shares may pass the end by this.
    private const double Slack = 1e-6;

    // A float holds 3e38; leaves are at most 1e200 each.
    private const double MaxSingle = 1e37;
    private const double MaxDouble = 1e300;

    /// <summary>False when some combination of leaves leads out of range.</summary>
    public static bool Fits(TreeEnsemble trees, TreeLink link)
    {
        if (trees.Sum == TreeSum.DoubleMean && trees.TreeCount == 0)
        {
            return false;
        }

        double[] lowest = [.. trees.Bases];
        double[] highest = [.. trees.Bases];
        double[] farthest = Array.ConvertAll(trees.Bases, Math.Abs);
        for (int tree = 0; tree < trees.TreeCount; tree++)
        {
            for (int k = 0; k < trees.LeafWidth; k++)
            {
                (double low, double high) = LeavesOf(trees, tree, k);
                int output = trees.TreeOutput[tree] + k;
                lowest[output] += low;
                highest[output] += high;
                farthest[output] += Math.Max(Math.Abs(low), Math.Abs(high));
            }
        }

        double share = trees.Sum == TreeSum.DoubleMean ? 1.0 / trees.TreeCount : 1;
        double limit = trees.Sum == TreeSum.Single ? MaxSingle : MaxDouble;
        bool fits = link switch
        {
            TreeLink.Probability => lowest.Min() * share >= -Slack && highest.Max() * share <= 1 + Slack,
            TreeLink.Isolation => lowest.Min() * share >= -Slack,
            _ => true,
        };
        return fits && farthest.Max() <= limit;
    }

    private static (double Low, double High) LeavesOf(TreeEnsemble trees, int tree, int value)
    {
        (double low, double high) = (double.PositiveInfinity, double.NegativeInfinity);
        for (int node = trees.TreeStarts[tree]; node < trees.TreeStarts[tree + 1]; node++)
        {
            if (trees.Feature[node] == TreeEnsemble.Leaf)
            {
                double found = trees.Value[(node * trees.LeafWidth) + value];
                (low, high) = (Math.Min(low, found), Math.Max(high, found));
            }
        }

        return (low, high);
    }
}
