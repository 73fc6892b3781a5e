using Hamf.Models.Data;
using Hamf.Models.Learning;

namespace Hamf.Models.Trees.Growing;

/// <summary>Follows a metric on validation rows round by round and remembers where it was best. Not thread-safe.</summary>
internal sealed class EarlyStopping
{
    private readonly FeatureTable _table;
    private readonly ValidationMetric _metric;
    private readonly int _patience;
    private readonly int _outputs;
    private readonly double[] _raw;
    private double _best = double.NegativeInfinity;
    private int _rounds;
    private int _bestRound;

    /// <param name="validation">The rows.</param>
    /// <param name="bases">Each raw output before the first tree.</param>
    /// <param name="metric">What must get better.</param>
    /// <param name="patience">Rounds without a better value after which it is over.</param>
    public EarlyStopping(TrainingSet validation, double[] bases, ValidationMetric metric, int patience)
    {
        _table = validation.Table;
        _metric = metric;
        _patience = patience;
        _outputs = bases.Length;
        _raw = new double[_table.RowCount * _outputs];
        for (int i = 0; i < _raw.Length; i++)
        {
            _raw[i] = bases[i % _outputs];
        }
    }

    /// <summary>The number of trees that gave the best value, the fewest of equals; null when none gave any.</summary>
    public int? BestTrees { get; private set; }

    /// <summary>Adds a tree's values to an output.</summary>
    public void Add(TreeEnsemble tree, int output, WorkCrew crew) => crew.RunBlocks(_table.RowCount, (start, end) =>
    {
        for (int row = start; row < end; row++)
        {
            _raw[(row * _outputs) + output] += LeafValue(tree, row);
        }
    });

    /// <summary>Judges a finished round.</summary>
    /// <param name="trees">Trees so far.</param>
    /// <returns>True when training should stop.</returns>
    public bool IsOver(int trees)
    {
        _rounds++;
        double found = _metric.Goodness(_raw);
        if (found > _best)
        {
            _best = found;
            _bestRound = _rounds;
            BestTrees = trees;
        }

        return _rounds - _bestRound >= _patience;
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
}
