namespace Hamf.Models.Graph;

/// <summary>What the inputs of a model contribute on average over the rows of a background.</summary>
internal static class ContributionMeans
{
    /// <summary>Explains each row; those that the model refuses do not count.</summary>
    /// <param name="model">A model that has no background yet.</param>
    /// <param name="rows">Values and texts of each row; read once.</param>
    /// <returns>A mean per input, [features], or null when the model cannot be explained feature by feature.</returns>
    /// <exception cref="ArgumentException">No row is given, or the model refuses all.</exception>
    public static double[]? Over(GraphModel model, IEnumerable<(double[] Values, string?[] Texts)> rows)
    {
        var sums = new double[model.Features.Count];
        var contributions = new double[model.Features.Count];
        int count = 0;
        foreach ((double[] values, string?[] texts) in rows)
        {
            try
            {
                if (!model.TryExplain(values, texts, contributions))
                {
                    return null;
                }
            }
            catch (RowRefusedException)
            {
                continue;
            }

            count++;
            for (int f = 0; f < sums.Length; f++)
            {
                sums[f] += contributions[f];
            }
        }

        return count > 0
            ? Array.ConvertAll(sums, sum => sum / count)
            : throw new ArgumentException("The background has no row that the model takes.", nameof(rows));
    }
}
