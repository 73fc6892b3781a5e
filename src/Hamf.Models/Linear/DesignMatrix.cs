using System.Runtime.Intrinsics;
using Hamf.Models.Data;
using Hamf.Models.Learning;

namespace Hamf.Models.Linear;

/// <summary>
/// The training rows as a linear model sees them: standardised numbers, an indicator where any is missing, and one-hot categories, which
/// are kept as codes, so that a pass costs one step per feature, not one per category. Weight 0 is the intercept.
/// </summary>
internal sealed class DesignMatrix
{
    private const int NoWeight = -1;

    // Numeric: [rows] standardised. Categorical or indicator: [rows] index of the weight that counts, or NoWeight.
    private readonly List<(double[] Values, int Weight)> _dense = [];
    private readonly List<int[]> _sparse = [];

    public DesignMatrix(TrainingSet train)
    {
        FeatureTable table = train.Table;
        RowCount = table.RowCount;
        FirstWeight = new int[table.Features.Count];
        Means = new double[table.Features.Count];
        Scales = new double[table.Features.Count];
        WeightCount = 1;
        for (int f = 0; f < FirstWeight.Length; f++)
        {
            FirstWeight[f] = WeightCount;
            ReadOnlySpan<double> column = table.Columns[f].AsSpan(0, RowCount);
            if (table.Features[f].Kind == FeatureKind.Numeric)
            {
                AddNumeric(f, column, train.Weights);
            }
            else
            {
                AddCategories(f, column, table.Features[f].UnseenCode);
            }
        }
    }

    /// <summary>Number of rows.</summary>
    public int RowCount { get; }

    /// <summary>Number of weights, the intercept included.</summary>
    public int WeightCount { get; private set; }

    /// <summary>Index of each feature's first weight.</summary>
    public int[] FirstWeight { get; }

    /// <summary>Mean of each numeric feature.</summary>
    public double[] Means { get; }

    /// <summary>Standard deviation of each numeric feature, 1 where it does not vary.</summary>
    public double[] Scales { get; }

    /// <summary>The sums of all rows: <c>X w</c>.</summary>
    public void Multiply(ReadOnlySpan<double> weights, Span<double> sums)
    {
        sums.Fill(weights[0]);
        foreach ((double[] values, int weight) in _dense)
        {
            double w = weights[weight];
            if (w == 0)
            {
                continue;
            }

            for (int i = 0; i < sums.Length; i++)
            {
                sums[i] += w * values[i];
            }
        }

        foreach (int[] active in _sparse)
        {
            for (int i = 0; i < sums.Length; i++)
            {
                sums[i] += active[i] == NoWeight ? 0 : weights[active[i]];
            }
        }
    }

    /// <summary>The sums of all columns: <c>X' r</c>, or of their squares.</summary>
    public void MultiplyTransposed(ReadOnlySpan<double> rows, Span<double> result, bool squared)
    {
        result.Clear();
        foreach (double r in rows)
        {
            result[0] += r;
        }

        foreach ((double[] values, int weight) in _dense)
        {
            result[weight] = squared ? DotOfSquares(values, rows) : Dot(values, rows);
        }

        foreach (int[] active in _sparse)
        {
            for (int i = 0; i < rows.Length; i++)
            {
                if (active[i] != NoWeight)
                {
                    result[active[i]] += rows[i];
                }
            }
        }
    }

    private void AddNumeric(int feature, ReadOnlySpan<double> column, double[]? weights)
    {
        (double mean, double scale) = Moments(column, weights);
        (Means[feature], Scales[feature]) = (mean, scale);
        var values = new double[RowCount];
        var missing = new int[RowCount];
        bool anyMissing = false;
        for (int i = 0; i < values.Length; i++)
        {
            bool isMissing = double.IsNaN(column[i]);
            anyMissing |= isMissing;
            values[i] = isMissing ? 0 : LinearTerms.Standardise(column[i], mean, scale);
            missing[i] = isMissing ? WeightCount + 1 : NoWeight;
        }

        _dense.Add((values, WeightCount));
        if (anyMissing)
        {
            _sparse.Add(missing);
        }

        WeightCount += 2;
    }

    private void AddCategories(int feature, ReadOnlySpan<double> column, int unseenCode)
    {
        Scales[feature] = 1;
        var active = new int[RowCount];
        for (int i = 0; i < active.Length; i++)
        {
            int code = double.IsNaN(column[i]) ? unseenCode : CategoryCode.IndexOf(column[i], unseenCode);
            bool isUnseen = code == unseenCode && !double.IsNaN(column[i]);
            active[i] = isUnseen ? NoWeight : WeightCount + code;
        }

        _sparse.Add(active);
        WeightCount += unseenCode + 1;
    }

    private static (double Mean, double Scale) Moments(ReadOnlySpan<double> column, double[]? weights)
    {
        double sum = 0;
        double total = 0;
        for (int i = 0; i < column.Length; i++)
        {
            double weight = double.IsFinite(column[i]) ? weights?[i] ?? 1 : 0;
            sum += weight > 0 ? weight * column[i] : 0;
            total += weight;
        }

        double mean = total > 0 ? sum / total : 0;
        double squares = 0;
        for (int i = 0; i < column.Length; i++)
        {
            double deviation = column[i] - mean;
            squares += double.IsFinite(column[i]) ? (weights?[i] ?? 1) * deviation * deviation : 0;
        }

        double scale = total > 0 ? Math.Sqrt(squares / total) : 0;
        bool varies = double.IsFinite(scale) && scale > 1e-12 * Math.Max(1e-300, Math.Abs(mean)) && double.IsFinite(mean);
        return (double.IsFinite(mean) ? mean : 0, varies ? scale : 1);
    }

    // Four lanes on every CPU, so that the order of summation and with it the model's bits do not depend on the machine.
    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        Vector256<double> sum = Vector256<double>.Zero;
        int i = 0;
        for (; i <= b.Length - 4; i += 4)
        {
            sum += Vector256.Create(a[i..]) * Vector256.Create(b[i..]);
        }

        double total = Vector256.Sum(sum);
        for (; i < b.Length; i++)
        {
            total += a[i] * b[i];
        }

        return total;
    }

    private static double DotOfSquares(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double total = 0;
        for (int i = 0; i < b.Length; i++)
        {
            total += a[i] * a[i] * b[i];
        }

        return total;
    }
}
