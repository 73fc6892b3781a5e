namespace Hamf.Models.Metrics;

/// <summary>How decisions at a threshold meet the labels.</summary>
internal readonly record struct Confusion(long TruePositives, long FalsePositives, long TrueNegatives, long FalseNegatives)
{
    /// <summary>Counts the decisions "positive at or above <paramref name="threshold"/>".</summary>
    public static Confusion Count(ReadOnlySpan<double> scores, ReadOnlySpan<byte> labels, double threshold)
    {
        long truePositives = 0;
        long falsePositives = 0;
        long positives = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            positives += labels[i];
            if (scores[i] >= threshold)
            {
                truePositives += labels[i];
                falsePositives += 1 - labels[i];
            }
        }

        long negatives = scores.Length - positives;
        return new Confusion(truePositives, falsePositives, negatives - falsePositives, positives - truePositives);
    }
}
