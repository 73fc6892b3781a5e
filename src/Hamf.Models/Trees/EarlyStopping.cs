using Hamf.Models.Data;
using Hamf.Models.Metrics;

namespace Hamf.Models.Trees;

/// <summary>Follows average precision on validation rows and says when it no longer gets better. Not thread-safe.</summary>
internal sealed class EarlyStopping
{
    private readonly FeatureTable _rows;
    private readonly byte[] _labels;
    private readonly int _patience;
    private readonly double[] _logOdds;
    private readonly double[] _values;
    private double _best = double.NegativeInfinity;

    public EarlyStopping(FeatureTable rows, byte[] labels, double baseScore, int patience)
    {
        if (rows.RowCount != labels.Length)
        {
            throw new ArgumentException($"There are {rows.RowCount} validation rows but {labels.Length} labels.", nameof(labels));
        }

        _rows = rows;
        _labels = labels;
        _patience = patience;
        _logOdds = new double[labels.Length];
        Array.Fill(_logOdds, baseScore);
        _values = new double[rows.Columns.Length];
    }

    /// <summary>The number of trees that was best, at least 1.</summary>
    public int BestTreeCount { get; private set; } = 1;

    /// <summary>Looks at the tree grown last.</summary>
    /// <returns>True when so many trees have passed without a better result that training should stop.</returns>
    public bool IsOver(TreeEnsembleBuilder builder)
    {
        TreeEnsemble tree = builder.BuildLast();
        for (int row = 0; row < _logOdds.Length; row++)
        {
            _rows.CopyRow(row, _values);
            _logOdds[row] += tree.LogOdds(_values);
        }

        // Without positives there is nothing to follow, and all trees are kept.
        double precision = RankingAreas.AveragePrecision(Ranking.Of(_logOdds, _labels));
        if (double.IsNaN(precision) || precision > _best)
        {
            _best = precision;
            BestTreeCount = builder.TreeCount;
        }

        return builder.TreeCount - BestTreeCount >= _patience;
    }
}
