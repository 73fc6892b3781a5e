namespace Hamf.Models.Metrics;

/// <summary>The checks that every metric makes on what it is given.</summary>
internal static class MetricInput
{
    /// <summary>Refuses unequal lengths, labels other than 0 and 1, and scores that are not numbers.</summary>
    public static void Check(ReadOnlySpan<double> scores, ReadOnlySpan<byte> labels)
    {
        if (scores.Length != labels.Length)
        {
            throw new ArgumentException(
                $"Scores and labels must have the same length; there are {scores.Length} scores and {labels.Length} labels.");
        }

        CheckScores(scores);
        int wrong = labels.IndexOfAnyExceptInRange((byte)0, (byte)1);
        if (wrong >= 0)
        {
            throw new ArgumentException($"A label must be 0 or 1; row {wrong} has {labels[wrong]}.");
        }
    }

    /// <summary>Refuses scores that are not numbers: they have no place in an order.</summary>
    public static void CheckScores(ReadOnlySpan<double> scores)
    {
        for (int i = 0; i < scores.Length; i++)
        {
            if (double.IsNaN(scores[i]))
            {
                throw new ArgumentException($"A score must be a number; row {i} has NaN.");
            }
        }
    }

    /// <summary>Refuses scores outside [0, 1].</summary>
    public static void CheckProbabilities(ReadOnlySpan<double> scores)
    {
        for (int i = 0; i < scores.Length; i++)
        {
            if (scores[i] is not (>= 0 and <= 1))
            {
                throw new ArgumentException($"A score must be a probability in [0, 1]; row {i} has {scores[i]:R}.");
            }
        }
    }
}
