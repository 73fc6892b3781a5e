using System.Globalization;

namespace Hamf.Pipeline.Training;

/// <summary>
/// Finds inputs that give the label away: the label in disguise, a single input that separates the classes almost perfectly, and
/// identifiers. Looks at one input at a time; what several reveal only together it cannot see.
/// </summary>
internal static class LeakageGuard
{
    /// <summary>
    /// ROC-AUC from which a single input is blocked. The strongest honest inputs of public fraud data reach about 0.95
    /// (V14 of the ULB card payments), a row number in class order reaches 1.
    /// </summary>
    public const double MaxSingleAuc = 0.995;

    /// <summary>
    /// Fewest training rows of each class for that limit. With 100 positives an honest input of 0.95 stays 3 standard errors below it
    /// (Hanley and McNeil 1982); with fewer rows only a perfect separation is blocked.
    /// </summary>
    public const int SureClassRows = 100;

    /// <summary>Fewest training rows of each class for any judgement on separation.</summary>
    public const int MinClassRows = 20;

    /// <summary>Fewest values before they can be called an identifier.</summary>
    private const int MinIdentifierRows = 200;

    /// <summary>A numeric input with at most so many values is also judged as categories, because its order may mean nothing.</summary>
    private const int MaxCodes = 50;

    private const int Folds = 5;

    /// <summary>Examines inputs.</summary>
    /// <param name="inputs">What a model would see, or the columns behind it.</param>
    /// <param name="sample">Rows (0-based) of the training side to judge separation on, see <see cref="Sample"/>.</param>
    /// <param name="labels">1 or 0, [rows].</param>
    /// <returns>At most one finding per input.</returns>
    public static IReadOnlyList<LeakageFinding> Examine(IEnumerable<GuardedInput> inputs, int[] sample, byte[] labels)
    {
        byte[] sampleLabels = sample.Select(r => labels[r]).ToArray();
        int positives = sampleLabels.Count(l => l == 1);
        bool enough = positives >= MinClassRows && sampleLabels.Length - positives >= MinClassRows;
        List<LeakageFinding> findings = [];
        foreach (GuardedInput input in inputs)
        {
            double[] values = sample.Select(r => input.Values[r]).ToArray();
            LeakageFinding? finding = (enough ? SeparationOf(input, values, sampleLabels) : null) ?? IdentifierIn(input);
            if (finding is not null)
            {
                findings.Add(finding);
            }
        }

        return findings;
    }

    /// <summary>All positive rows up to 10,000 and negative rows up to 40,000, evenly spread over the given rows.</summary>
    public static int[] Sample(int[] rows, byte[] labels)
    {
        int[] Spread(byte label, int most)
        {
            int[] all = rows.Where(r => labels[r] == label).ToArray();
            int step = Math.Max(1, (all.Length + most - 1) / most);
            return all.Where((_, i) => i % step == 0).ToArray();
        }

        int[] sample = [.. Spread(1, 10_000), .. Spread(0, 40_000)];
        Array.Sort(sample);
        return sample;
    }

    private static LeakageFinding? SeparationOf(GuardedInput input, double[] values, byte[] labels)
    {
        if (DisguiseOf(input, values, labels) is { } disguise)
        {
            return disguise;
        }

        double auc = input.IsCategorical ? 0 : RankAuc(values, labels);
        double byCode = input.IsCategorical || values.Distinct().Take(MaxCodes + 1).Count() <= MaxCodes ? CodeAuc(values, labels) : 0;
        double best = Math.Max(auc, byCode);
        int positives = labels.Count(l => l == 1);
        double limit = Math.Min(positives, labels.Length - positives) >= SureClassRows ? MaxSingleAuc : 1;
        return best < limit
            ? null
            : Finding(
                input.Name,
                $"alone separates the classes almost perfectly (ROC-AUC {best:0.0000} on {positives:N0} positive and {labels.Length - positives:N0} negative training rows; the limit is {limit}). Such an input is usually known only after the verdict. Leave it out");
    }

    private static LeakageFinding? DisguiseOf(GuardedInput input, double[] values, byte[] labels)
    {
        Dictionary<double, byte> labelOf = [];
        for (int i = 0; i < values.Length; i++)
        {
            // NaN equals itself as a dictionary key, so a pattern of missing cells is a value like any other.
            if (!labelOf.TryAdd(values[i], labels[i]) && labelOf[values[i]] != labels[i])
            {
                return null;
            }

            if (labelOf.Count > MaxCodes)
            {
                return null;
            }
        }

        return Finding(
            input.Name,
            $"is the label in disguise: each of its {labelOf.Count} values goes with one class only, in all {values.Length:N0} training rows looked at. Leave it out");
    }

    private static LeakageFinding? IdentifierIn(GuardedInput input)
    {
        int present = input.Values.Take(input.IdentifierRows).Count(v => !double.IsNaN(v));
        if (present < MinIdentifierRows)
        {
            return null;
        }

        HashSet<double> distinct = [];
        double min = double.PositiveInfinity;
        double max = double.NegativeInfinity;
        for (int r = 0; r < input.IdentifierRows; r++)
        {
            double value = input.Values[r];
            if (double.IsNaN(value))
            {
                continue;
            }

            bool isNew = distinct.Add(value);
            if (!input.IsCategorical && (!isNew || value != Math.Floor(value)))
            {
                return null;
            }

            (min, max) = (Math.Min(min, value), Math.Max(max, value));
        }

        // n independent draws out of R whole numbers are all different with probability exp(-n^2 / 2R) (birthday problem);
        // at R <= n^2 / 20 that is 5e-5, so numbers that dense and all different were handed out one by one.
        bool isIdentifier = input.IsCategorical
            ? distinct.Count >= 0.95 * present
            : max - min <= (double)present * present / 20;
        return isIdentifier
            ? Finding(
                input.Name,
                $"identifies rows: {distinct.Count:N0} different values in {present:N0} rows. A model learns nothing from it that holds for new rows. Give the column the role key or ignore, or leave it out")
            : null;
    }

    private static LeakageFinding Finding(string name, FormattableString what) => new(
        name, $"'{name}' {what.ToString(CultureInfo.InvariantCulture)}, or train with --allow-leakage {name} if it is honest.");

    /// <summary>Area under the ROC curve of the raw value in its better direction; missing counts as lowest.</summary>
    private static double RankAuc(double[] values, byte[] labels)
    {
        double[] keys = values.Select(v => double.IsNaN(v) ? double.NegativeInfinity : v).ToArray();
        return Auc(keys, labels) is var auc && auc < 0.5 ? 1 - auc : auc;
    }

    /// <summary>Area under the ROC curve when each value is replaced by the share of positives among its rows in the other folds.</summary>
    private static double CodeAuc(double[] values, byte[] labels)
    {
        Dictionary<double, (int[] Rows, int[] Positives)> counts = [];
        for (int i = 0; i < values.Length; i++)
        {
            if (!counts.TryGetValue(values[i], out (int[] Rows, int[] Positives) count))
            {
                counts.Add(values[i], count = (new int[Folds], new int[Folds]));
            }

            count.Rows[i % Folds]++;
            count.Positives[i % Folds] += labels[i];
        }

        double prior = (double)labels.Count(l => l == 1) / labels.Length;
        var rates = new double[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            (int[] rows, int[] positives) = counts[values[i]];
            rates[i] = (positives.Sum() - positives[i % Folds] + prior) / (rows.Sum() - rows[i % Folds] + 1);
        }

        return Auc(rates, labels);
    }

    // Mann-Whitney U over n_pos x n_neg, ties half. Not ClassificationMetrics, which takes probabilities and would sort far more.
    private static double Auc(double[] keys, byte[] labels)
    {
        keys = [.. keys];
        byte[] sorted = [.. labels];
        Array.Sort(keys, sorted);
        double wins = 0;
        long negativesBelow = 0;
        long positivesSeen = 0;
        for (int i = 0; i < keys.Length;)
        {
            int start = i;
            long positives = 0;
            for (; i < keys.Length && keys[i] == keys[start]; i++)
            {
                positives += sorted[i];
            }

            long negatives = i - start - positives;
            wins += positives * (negativesBelow + (negatives / 2.0));
            negativesBelow += negatives;
            positivesSeen += positives;
        }

        return wins / ((double)positivesSeen * negativesBelow);
    }
}

/// <summary>An input under examination.</summary>
/// <param name="Name">The feature or column.</param>
/// <param name="IsCategorical">Whether its values are codes without order.</param>
/// <param name="Values">[rows]; NaN is missing.</param>
/// <param name="IdentifierRows">How many rows, from the first, come from one file and can be looked at for identifiers.</param>
internal sealed record GuardedInput(string Name, bool IsCategorical, double[] Values, int IdentifierRows);

/// <summary>An input that gives the label away.</summary>
/// <param name="Name">The feature or column.</param>
/// <param name="Message">What it does, the figure and how to override.</param>
internal sealed record LeakageFinding(string Name, string Message);
