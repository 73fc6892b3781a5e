using Hamf.Models.Learning;
using Hamf.Models.Trees.Splitting;

namespace Hamf.Models.Trees.Boosting;

/// <summary>The weights of the training rows from round to round (SAMME, algorithm 2). Not thread-safe.</summary>
internal sealed class BoostingRounds
{
    private readonly TrainingSet _train;
    private readonly TargetKind _target;
    private readonly double _learningRate;
    private readonly int _classes;
    private readonly double _sum;
    private readonly double[] _weights;

    public BoostingRounds(TrainingSet train, TargetKind target, double learningRate)
    {
        _train = train;
        _target = target;
        _learningRate = learningRate;
        _classes = target == TargetKind.Binary ? 2 : TrainingSetCheck.ClassCount(train);
        _weights = Enumerable.Range(0, train.Table.RowCount).Select(train.WeightOf).ToArray();
        _sum = _weights.Sum();
    }

    /// <summary>False once a tree made no mistake, or was no better than guessing: all trees after it would be the same.</summary>
    public bool MayImprove { get; private set; } = true;

    /// <summary>Puts the rows with their weights of now in a bag.</summary>
    public void Fill(Bag bag) => new BagSource(_train with { Weights = _weights }, _target, isDrawn: false).FillAll(bag);

    /// <summary>Replaces the leaf values of a tree by its votes, its covers by weights of the training set, and weighs rows anew.</summary>
    /// <returns>How much the tree's vote counts.</returns>
    public double Judge(TreeEnsemble tree, BagGrower grower)
    {
        int[] voted = grower.Leaves.Select(leaf => ClassOf(tree, leaf.Node)).ToArray();
        double error = ErrorOf(grower, voted) / _sum;
        double vote = _learningRate * VoteOf(error);
        for (int i = 0; i < voted.Length; i++)
        {
            SetVote(tree, grower.Leaves[i].Node, voted[i], vote);
        }

        SetCovers(tree, grower);
        MayImprove = error > 0 && vote > 0;
        if (MayImprove)
        {
            Reweigh(grower, voted, Math.Exp(vote));
        }

        return vote;
    }

    private static int ClassOf(TreeEnsemble tree, int leaf)
    {
        ReadOnlySpan<double> shares = tree.Value.AsSpan(leaf * tree.LeafWidth, tree.LeafWidth);
        if (shares.Length == 1)
        {
            return shares[0] > 0.5 ? 1 : 0;
        }

        int best = 0;
        for (int k = 1; k < shares.Length; k++)
        {
            best = shares[k] > shares[best] ? k : best;
        }

        return best;
    }

    // For two classes the sum of the votes is the log-odds; for more, each class has its own sum.
    private static void SetVote(TreeEnsemble tree, int leaf, int voted, double vote)
    {
        Span<double> values = tree.Value.AsSpan(leaf * tree.LeafWidth, tree.LeafWidth);
        if (values.Length == 1)
        {
            values[0] = voted == 1 ? vote : -vote;
            return;
        }

        values.Clear();
        values[voted] = vote;
    }

    private double ErrorOf(BagGrower grower, int[] voted)
    {
        double error = 0;
        for (int i = 0; i < voted.Length; i++)
        {
            foreach (ulong entry in RowsOf(grower, i))
            {
                int row = Bag.RowOf(entry);
                error += _train.Targets[row] == voted[i] ? 0 : _weights[row];
            }
        }

        return error;
    }

    // Half a row of error at least: the vote of a tree without mistakes is large, but finite.
    private double VoteOf(double error)
    {
        double least = 0.5 / (_weights.Length + 1);
        double e = Math.Max(error, least);
        return Math.Max(0, Math.Log((1 - e) / e) + Math.Log(_classes - 1));
    }

    // Trees were grown on weights of the round; explanations ask how many training rows came by.
    private void SetCovers(TreeEnsemble tree, BagGrower grower)
    {
        for (int i = 0; i < grower.Leaves.Count; i++)
        {
            double cover = 0;
            foreach (ulong entry in RowsOf(grower, i))
            {
                cover += _train.WeightOf(Bag.RowOf(entry));
            }

            tree.Cover[grower.Leaves[i].Node] = cover;
        }

        for (int node = tree.NodeCount - 1; node >= 0; node--)
        {
            if (tree.Feature[node] != TreeEnsemble.Leaf)
            {
                tree.Cover[node] = tree.Cover[tree.Left[node]] + tree.Cover[tree.Right[node]];
            }
        }
    }

    private void Reweigh(BagGrower grower, int[] voted, double factor)
    {
        for (int i = 0; i < voted.Length; i++)
        {
            foreach (ulong entry in RowsOf(grower, i))
            {
                int row = Bag.RowOf(entry);
                _weights[row] *= _train.Targets[row] == voted[i] ? 1 : factor;
            }
        }

        double scale = _sum / _weights.Sum();
        foreach (ref double weight in _weights.AsSpan())
        {
            weight *= scale;
        }
    }

    private static ReadOnlySpan<ulong> RowsOf(BagGrower grower, int leaf) =>
        grower.Bag.Entries[grower.Leaves[leaf].Start..grower.Leaves[leaf].End];
}
