using System.Globalization;
using Hamf.Models.Metrics;

namespace Hamf.Pipeline.Flows;

/// <summary>Scores with their labels, 9 bytes each. Not thread-safe.</summary>
internal sealed class JudgedScores
{
    private double[] _scores = [];
    private byte[] _labels = [];
    private int _count;
    private long _positives;
    private long _truePositives;
    private long _falsePositives;
    private double _threshold = double.NaN;
    private bool _hasSeveralThresholds;

    /// <summary>Adds a row that is decided later.</summary>
    public void Add(double score, bool positive)
    {
        if (_count == _scores.Length)
        {
            int capacity = Math.Max(1024, checked(_count * 2));
            Array.Resize(ref _scores, capacity);
            Array.Resize(ref _labels, capacity);
        }

        _scores[_count] = score;
        _labels[_count++] = positive ? (byte)1 : (byte)0;
        _positives += positive ? 1 : 0;
    }

    /// <summary>Adds an event with the decision that was made on it.</summary>
    public void Add(double score, bool positive, bool decision, double threshold)
    {
        Add(score, positive);
        _truePositives += decision && positive ? 1 : 0;
        _falsePositives += decision && !positive ? 1 : 0;
        _hasSeveralThresholds |= _count > 1 && threshold != _threshold;
        _threshold = threshold;
    }

    /// <summary>The metrics at a threshold, or null without rows.</summary>
    public ClassificationMetrics? Metrics(double threshold) =>
        _count == 0 ? null : ClassificationMetrics.Compute(_scores.AsSpan(0, _count), _labels.AsSpan(0, _count), threshold);

    /// <summary>The metrics of the decisions that were made, or null without rows.</summary>
    public ClassificationMetrics? MetricsAsDecided()
    {
        ClassificationMetrics? metrics = Metrics(_threshold);
        if (metrics is null || !_hasSeveralThresholds)
        {
            return metrics;
        }

        long falseNegatives = _positives - _truePositives;
        long trueNegatives = _count - _positives - _falsePositives;
        return metrics with
        {
            TruePositives = _truePositives,
            FalsePositives = _falsePositives,
            TrueNegatives = trueNegatives,
            FalseNegatives = falseNegatives,
            Accuracy = (double)(_truePositives + trueNegatives) / _count,
            Precision = Ratio(_truePositives, _truePositives + _falsePositives),
            Recall = Ratio(_truePositives, _positives),
            F1 = Ratio(2 * _truePositives, (2 * _truePositives) + _falsePositives + falseNegatives),
        };
    }

    /// <summary>What limits the figures.</summary>
    public IReadOnlyList<string> Warnings()
    {
        List<string> warnings = [];
        if (_count == 0)
        {
            warnings.Add("No row has a label: there is nothing to compare scores with.");
        }
        else if (_positives == 0 || _positives == _count)
        {
            warnings.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"All {_count:N0} labelled rows are {(_positives == 0 ? "negative" : "positive")}: ROC-AUC and average precision need both classes."));
        }

        if (_hasSeveralThresholds)
        {
            warnings.Add("Several thresholds were in force: each event counts with the decision that was made on it; the threshold shown is the newest.");
        }

        return warnings;
    }

    private static double Ratio(long part, long whole) => whole == 0 ? double.NaN : (double)part / whole;
}
