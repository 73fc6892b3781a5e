using Hamf.Models.Formats.Hamf;

namespace Hamf.Models.Graph.Meta;

/// <summary>A model with a curve for its positive class, or one for each of its several classes.</summary>
internal sealed class CalibratedMember
{
    private readonly Estimator _inner;
    private readonly ScoreCurve[] _curves;
    private readonly int[] _positions;
    private readonly int _classCount;

    /// <param name="inner">A classifier; its decision values are calibrated where it has them, else its probabilities.</param>
    /// <param name="curves">One for two classes, else one per class of the model.</param>
    /// <param name="classes">All classes of the ensemble.</param>
    /// <exception cref="ArgumentException">They do not fit each other.</exception>
    public CalibratedMember(Estimator inner, ScoreCurve[] curves, IReadOnlyList<string> classes)
    {
        int scores = inner.DecisionCount > 0 ? inner.DecisionCount : inner.HasProbabilities ? inner.Classes.Count : 0;
        scores = inner is { DecisionCount: 0, Classes.Count: 2 } ? 1 : scores;
        PartCheck.Count(scores, classes.Count == 2 ? 1 : inner.Classes.Count, $"scores of {inner.Algorithm}");
        PartCheck.Count(curves.Length, scores, "calibration curves");
        (_inner, _curves, _classCount) = (inner, curves, classes.Count);
        _positions = classes.Count == 2 ? [1] : MemberWeights.Positions(inner.Classes, classes);
    }

    /// <summary>The model.</summary>
    public Estimator Inner => _inner;

    public static CalibratedMember Read(ref PartReader reader, string[] classes)
    {
        var inner = reader.Part<Estimator>();
        var curves = new List<ScoreCurve>();
        for (int left = reader.Int(); left > 0; left--)
        {
            curves.Add(ScoreCurve.Read(ref reader));
        }

        return new CalibratedMember(inner, [.. curves], classes);
    }

    public void Write(PartWriter writer)
    {
        writer.Part(_inner);
        writer.Int(_curves.Length);
        foreach (ScoreCurve curve in _curves)
        {
            curve.Write(writer);
        }
    }

    /// <summary>Adds the calibrated probabilities of a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="sums">[classes].</param>
    /// <param name="workspace">Rows for the inside.</param>
    public void AddTo(RowVector row, Span<double> sums, Workspace workspace)
    {
        RowVector scores = workspace.Rent(Math.Max(_inner.Classes.Count, _curves.Length));
        RowVector calibrated = workspace.Rent(_classCount);
        int first = Ask(row, scores.Numbers, workspace);
        calibrated.Numbers.Clear();
        for (int i = 0; i < _curves.Length; i++)
        {
            calibrated.Numbers[_positions[i]] = _curves[i].Apply(scores.Numbers[first + i]);
        }

        Normalise(calibrated.Numbers);
        for (int k = 0; k < sums.Length; k++)
        {
            sums[k] += calibrated.Numbers[k];
        }

        workspace.Return();
        workspace.Return();
    }

    // The scores, and where the first of them stands: of two probabilities the second is calibrated.
    private int Ask(RowVector row, Span<double> scores, Workspace workspace)
    {
        if (_inner.DecisionCount > 0)
        {
            _inner.Decide(row, scores[.._inner.DecisionCount], workspace);
            return 0;
        }

        _inner.Probabilities(row, scores[.._inner.Classes.Count], workspace);
        return _inner.Classes.Count - _curves.Length;
    }

    private static void Normalise(Span<double> values)
    {
        if (values.Length == 2)
        {
            values[0] = 1 - values[1];
            return;
        }

        double sum = 0;
        foreach (double value in values)
        {
            sum += value;
        }

        foreach (ref double value in values)
        {
            value = sum == 0 ? 1.0 / values.Length : value / sum;
        }
    }
}
