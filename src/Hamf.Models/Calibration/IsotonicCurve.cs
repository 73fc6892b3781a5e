namespace Hamf.Models.Calibration;

/// <summary>Straight lines between points; below the first and above the last the probability stays.</summary>
/// <param name="scores">Rising, in [0, 1], at least one.</param>
/// <param name="probabilities">Not falling, in [0, 1]; one per score.</param>
internal sealed class IsotonicCurve(double[] scores, double[] probabilities) : CalibrationCurve
{
    /// <summary>Where the lines meet.</summary>
    public double[] Scores => scores;

    /// <summary>The probability at each score.</summary>
    public double[] Probabilities => probabilities;

    /// <inheritdoc/>
    public override string Name => "isotonic";

    /// <inheritdoc/>
    public override bool IsValid
    {
        get
        {
            bool isValid = scores.Length > 0
                && !scores.AsSpan().ContainsAnyExceptInRange(0, 1)
                && !probabilities.AsSpan().ContainsAnyExceptInRange(0, 1);
            for (int i = 1; i < scores.Length && isValid; i++)
            {
                isValid = scores[i - 1] < scores[i] && probabilities[i - 1] <= probabilities[i];
            }

            return isValid;
        }
    }

    /// <inheritdoc/>
    public override double Apply(double score)
    {
        int found = Array.BinarySearch(scores, score);
        if (found >= 0)
        {
            return probabilities[found];
        }

        int above = ~found;
        if (above == 0 || above == scores.Length)
        {
            return probabilities[above == 0 ? 0 : ^1];
        }

        double share = (score - scores[above - 1]) / (scores[above] - scores[above - 1]);
        double rise = probabilities[above] - probabilities[above - 1];

        // Rounding must not carry the line over its end: the next line begins there.
        return Math.Min(probabilities[above - 1] + (share * rise), probabilities[above]);
    }
}
