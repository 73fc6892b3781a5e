namespace Hamf.Models.Graph.Kernels;

/// <summary>Joins the decisions between each two of several classes into one value per class.</summary>
internal static class PairVotes
{
    /// <summary>Number of pairs of classes.</summary>
    public static int PairCount(int classes) => (int)Math.Min((long)classes * (classes - 1) / 2, int.MaxValue);

    /// <summary>
    /// The votes for each class plus its summed confidences squeezed into (-1/3, 1/3), so that they only decide between equal votes: scikit-learn's
    /// one-vs-rest shape of one-vs-one decisions.
    /// </summary>
    /// <param name="votes">Above 0 where the pair (0,1), (0,2), ..., (1,2), ... decided for its second class.</param>
    /// <param name="confidences">How surely for the second class.</param>
    /// <param name="values">[classes], receives the values.</param>
    public static void Join(ReadOnlySpan<double> votes, ReadOnlySpan<double> confidences, Span<double> values)
    {
        values.Clear();
        for (int i = 0, pair = 0; i < values.Length; i++)
        {
            for (int j = i + 1; j < values.Length; j++, pair++)
            {
                values[i] -= confidences[pair];
                values[j] += confidences[pair];
            }
        }

        foreach (ref double value in values)
        {
            value /= 3 * (Math.Abs(value) + 1);
        }

        for (int i = 0, pair = 0; i < values.Length; i++)
        {
            for (int j = i + 1; j < values.Length; j++, pair++)
            {
                values[votes[pair] > 0 ? j : i] += 1;
            }
        }
    }
}
