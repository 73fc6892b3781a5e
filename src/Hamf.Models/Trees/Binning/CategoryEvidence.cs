using Hamf.Models.Data;
using Hamf.Models.Learning;

namespace Hamf.Models.Trees.Binning;

/// <summary>
/// Says whether what the categories of a long list say of the target holds on rows that it was not learned from. Where it does not, sets of
/// categories chosen by the target learn by heart: fraud comes in bursts, and a job or a town nearly names the card that was hit. Rows are left
/// out in consecutive parts, because a burst ends within one. Immutable and thread-safe.
/// </summary>
/// <param name="train">The rows; in the order of time where they stand in time.</param>
/// <param name="target">What they predict.</param>
internal sealed class CategoryEvidence(TrainingSet train, TargetKind target)
{
    // Shorter lists say little by chance.
    private const int LongList = 16;

    // As many as cross-validation usually has.
    private const int Parts = 5;

    // Rows of no effect that are added to each category, as CatBoost's prior does (Prokhorenkova et al. 2018), but more: positives are rare.
    private const double Smoothing = 10;

    private readonly int _outputs = target == TargetKind.Classes ? TrainingSetCheck.ClassCount(train) : 1;

    /// <summary>Whether the categories may be put in the order of their targets.</summary>
    /// <param name="feature">A categorical feature.</param>
    /// <param name="values">One per row.</param>
    public bool Holds(FeatureInfo feature, ColumnValues values)
    {
        if (feature.Categories.Count <= LongList)
        {
            return true;
        }

        int codes = feature.UnseenCode + 1;
        (double[][] rows, double[][] sums) = SumParts(feature, values);
        double gain = 0;
        for (int output = 0; output < _outputs; output++)
        {
            gain += GainOf(rows, Array.ConvertAll(sums, part => part.AsSpan(output * codes, codes).ToArray()));
        }

        return gain >= 0;
    }

    // Weights [parts][codes] and sums of targets [parts][outputs x codes].
    private (double[][] Rows, double[][] Sums) SumParts(FeatureInfo feature, ColumnValues values)
    {
        int codes = feature.UnseenCode + 1;
        double[][] rows = Enumerable.Range(0, Parts).Select(_ => new double[codes]).ToArray();
        double[][] sums = Enumerable.Range(0, Parts).Select(_ => new double[_outputs * codes]).ToArray();
        double total = train.Weights?.Sum() ?? values.Length;
        double before = 0;
        for (int row = 0; row < values.Length; row++)
        {
            double weight = train.WeightOf(row);
            int part = Math.Min(Parts - 1, (int)(Parts * before / total));
            before += weight;
            if (!double.IsNaN(values[row]))
            {
                int code = CategoryCode.IndexOf(values[row], feature.UnseenCode);
                bool isClass = target == TargetKind.Classes;
                rows[part][code] += weight;
                sums[part][isClass ? ((int)train.Targets[row] * codes) + code : code] += isClass ? weight : weight * train.Targets[row];
            }
        }

        return (rows, sums);
    }

    // What the means of the other parts take off the squared errors of each part.
    private static double GainOf(double[][] rows, double[][] sums)
    {
        for (int part = 0; part < Parts; part++)
        {
            Center(rows[part], sums[part]);
        }

        double[] allRows = Total(rows);
        double[] allSums = Total(sums);
        double gain = 0;
        for (int part = 0; part < Parts; part++)
        {
            bool saysNothing = Array.TrueForAll(sums[part], sum => sum == 0);
            for (int code = 0; code < allSums.Length && !saysNothing; code++)
            {
                double effect = (allSums[code] - sums[part][code]) / (allRows[code] - rows[part][code] + Smoothing);
                gain += ((2 * sums[part][code]) - (effect * rows[part][code])) * effect;
            }
        }

        return gain;
    }

    // Parts are compared around their own means: in a file that is sorted by the target most have one target only, and say nothing.
    private static void Center(double[] rows, double[] sums)
    {
        double mean = sums.Sum() / Math.Max(rows.Sum(), double.Epsilon);
        for (int code = 0; code < sums.Length; code++)
        {
            sums[code] -= mean * rows[code];
        }
    }

    private static double[] Total(double[][] parts) =>
        Enumerable.Range(0, parts[0].Length).Select(code => parts.Sum(part => part[code])).ToArray();
}
