using Hamf.Models.Formats.Hamf;
using Hamf.Models.Numerics;

namespace Hamf.Models.Graph.Bayes;

/// <summary>
/// Naive Bayes whose log likelihood is a weighted sum of the columns: multinomial, complement, and Bernoulli over columns made 0 or 1.
/// </summary>
internal sealed class CountBayes : JointLikelihood
{
    public const string KindName = "count-bayes";

    private readonly Matrix _weights;
    private readonly double[] _offsets;
    private readonly double _threshold;

    /// <param name="algorithm">The short name.</param>
    /// <param name="classes">The labels.</param>
    /// <param name="weights">[classes x columns].</param>
    /// <param name="offsets">[classes]: what does not depend on the row.</param>
    /// <param name="threshold">Above it a column counts as 1, else as 0; NaN: columns are taken as they are.</param>
    /// <exception cref="ArgumentException">They do not fit each other, or a number is not finite.</exception>
    public CountBayes(string algorithm, string[] classes, Matrix weights, double[] offsets, double threshold)
        : base(classes)
    {
        PartCheck.Width(weights.ColumnCount);
        PartCheck.Count(weights.RowCount, classes.Length, "rows of log probabilities");
        PartCheck.Finite(weights.Values, "log probabilities");
        CheckLogPriors(offsets, classes.Length);
        (Algorithm, _weights, _offsets, _threshold) = (algorithm, weights, offsets, threshold);
    }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override string Algorithm { get; }

    /// <inheritdoc/>
    public override int InputWidth => _weights.ColumnCount;

    public static CountBayes Read(ref PartReader reader) =>
        new(reader.Text("the name of an algorithm"), reader.Texts("a class"), reader.Matrix(), reader.Doubles(), reader.Double());

    /// <inheritdoc/>
    public override void Write(PartWriter writer)
    {
        writer.Text(Algorithm);
        writer.Texts(Classes);
        writer.Matrix(_weights);
        writer.Doubles(_offsets);
        writer.Double(_threshold);
    }

    /// <inheritdoc/>
    protected override void LogLikelihoods(RowVector row, Span<double> values, Workspace workspace)
    {
        // A negative threshold makes 1 of the columns that are not stored.
        if (row.IsSparse && !(_threshold < 0))
        {
            Sum(row.Numbers, row.Indices, values);
            return;
        }

        RowVector all = workspace.Rent(InputWidth);
        row.CopyTo(all.Numbers);
        Sum(all.Numbers, [], values);
        workspace.Return();
    }

    private void Sum(ReadOnlySpan<double> numbers, ReadOnlySpan<int> columns, Span<double> values)
    {
        bool isCounted = double.IsNaN(_threshold);
        for (int k = 0; k < values.Length; k++)
        {
            ReadOnlySpan<double> weights = _weights[k];
            double sum = 0;
            for (int i = 0; i < numbers.Length; i++)
            {
                double weight = weights[columns.IsEmpty ? i : columns[i]];
                sum += isCounted ? weight * numbers[i] : numbers[i] > _threshold ? weight : 0;
            }

            values[k] = sum + _offsets[k];
        }
    }
}
