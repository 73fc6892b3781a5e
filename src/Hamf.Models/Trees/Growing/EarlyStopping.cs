using Hamf.Models.Data;

namespace Hamf.Models.Trees.Growing;

/// <summary>Follows the average precision on validation rows tree by tree and remembers where it was best. Not thread-safe.</summary>
internal sealed class EarlyStopping
{
    private readonly FeatureTable _table;
    private readonly byte[] _labels;
    private readonly int _patience;
    private readonly double[] _scores;
    private readonly double[] _positives;
    private double _best = double.NegativeInfinity;

    public EarlyStopping(FeatureTable table, byte[] labels, double baseScore, int patience)
    {
        _table = table;
        _labels = labels;
        _patience = patience;
        _scores = new double[table.RowCount];
        Array.Fill(_scores, baseScore);
        _positives = new double[labels.AsSpan().Count((byte)1)];
    }

    /// <summary>The number of trees that gave the best average precision; the fewest of equals.</summary>
    public int BestTrees { get; private set; }

    /// <summary>Adds a tree's values to the scores.</summary>
    /// <returns>True when training should stop.</returns>
    public bool Add(TreeEnsemble tree, int treeCount, WorkCrew crew)
    {
        const int BlockRows = 8192;
        crew.Run((_scores.Length + BlockRows - 1) / BlockRows, b =>
        {
            int end = Math.Min(_scores.Length, (b + 1) * BlockRows);
            for (int row = b * BlockRows; row < end; row++)
            {
                _scores[row] += LeafValue(tree, row);
            }
        });

        double found = AveragePrecision();
        if (found > _best)
        {
            _best = found;
            BestTrees = treeCount;
        }

        return treeCount - BestTrees >= _patience;
    }

    private double LeafValue(TreeEnsemble tree, int row)
    {
        int node = 0;
        while (tree.Feature[node] != TreeEnsemble.Leaf)
        {
            bool left = tree.GoesLeft(node, _table.Columns[tree.Feature[node]][row], _table.Features);
            node = left ? tree.Left[node] : tree.Right[node];
        }

        return tree.Value[node];
    }

    // The same number as ClassificationMetrics, but only the positives are sorted: with rare positives that is most of the work saved.
    private double AveragePrecision()
    {
        int count = 0;
        for (int row = 0; row < _scores.Length; row++)
        {
            if (_labels[row] == 1)
            {
                _positives[count++] = _scores[row];
            }
        }

        Array.Sort(_positives);
        var negativesBelow = new int[count + 1];
        for (int row = 0; row < _scores.Length; row++)
        {
            if (_labels[row] == 0 && _scores[row] >= _positives[0])
            {
                negativesBelow[PositivesAtOrBelow(_scores[row])]++;
            }
        }

        double sum = 0;
        int negatives = 0;
        for (int i = count; i > 0;)
        {
            int end = i;
            double score = _positives[i - 1];
            while (i > 0 && _positives[i - 1] == score)
            {
                negatives += negativesBelow[i];
                i--;
            }

            int positives = count - i;
            sum += (end - i) * ((double)positives / (positives + negatives));
        }

        return sum / count;
    }

    private int PositivesAtOrBelow(double score)
    {
        int low = 0;
        int high = _positives.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (_positives[middle] <= score)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
