using Hamf.Models.Formats.Hamf;
using Hamf.Models.Numerics;

namespace Hamf.Models.Graph.Meta;

/// <summary>
/// scikit-learn's calibration of one score: <c>1 / (1 + exp(slope * score + offset))</c> (Platt 1999), or straight lines between points.
/// </summary>
internal sealed class ScoreCurve
{
    private readonly double _slope;
    private readonly double _offset;
    private readonly double[] _scores;
    private readonly double[] _probabilities;
    private readonly bool _isSingle;

    /// <summary>The curve of Platt; a negative slope lets it rise.</summary>
    /// <exception cref="ArgumentException">A number is not finite.</exception>
    public ScoreCurve(double slope, double offset)
    {
        PartCheck.Finite([slope, offset], "sigmoid of a calibration");
        (_slope, _offset, _scores, _probabilities) = (slope, offset, [], []);
    }

    /// <summary>Lines between points; beyond the outermost ones it stays level.</summary>
    /// <param name="scores">Rising, at least one.</param>
    /// <param name="probabilities">One per score.</param>
    /// <param name="isSingle">Whether scores are rounded to single precision first: the points were.</param>
    /// <exception cref="ArgumentException">They do not rise or do not fit each other.</exception>
    public ScoreCurve(double[] scores, double[] probabilities, bool isSingle)
    {
        PartCheck.Finite(scores, "scores of a calibration");
        PartCheck.Finite(probabilities, "probabilities of a calibration");
        PartCheck.Count(probabilities.Length, scores.Length, "probabilities of a calibration");
        if (scores.Length == 0 || scores.Zip(scores.Skip(1)).Any(pair => pair.First >= pair.Second))
        {
            throw new ArgumentException("The scores of a calibration do not rise.");
        }

        (_scores, _probabilities, _isSingle) = (scores, probabilities, isSingle);
    }

    public static ScoreCurve Read(ref PartReader reader) =>
        reader.Flag() ? new ScoreCurve(reader.Doubles(), reader.Doubles(), reader.Flag()) : new ScoreCurve(reader.Double(), reader.Double());

    public void Write(PartWriter writer)
    {
        writer.Flag(_scores.Length > 0);
        if (_scores.Length > 0)
        {
            writer.Doubles(_scores);
            writer.Doubles(_probabilities);
            writer.Flag(_isSingle);
            return;
        }

        writer.Double(_slope);
        writer.Double(_offset);
    }

    /// <summary>The probability for a score.</summary>
    public double Apply(double score)
    {
        if (_scores.Length == 0)
        {
            return LogisticLink.Probability(-((_slope * score) + _offset));
        }

        score = _isSingle ? (float)score : score;
        int found = Array.BinarySearch(_scores, score);
        if (found >= 0)
        {
            return _probabilities[found];
        }

        int above = ~found;
        if (above == 0 || above == _scores.Length)
        {
            return _probabilities[above == 0 ? 0 : ^1];
        }

        double slope = (_probabilities[above] - _probabilities[above - 1]) / (_scores[above] - _scores[above - 1]);
        return (slope * (score - _scores[above - 1])) + _probabilities[above - 1];
    }
}
