using Hamf.Models.Formats.Hamf;
using Hamf.Models.Numerics;

namespace Hamf.Models.Graph.Preprocessing;

/// <summary>Replaces a number by its place among the quantiles of training: QuantileTransformer.</summary>
internal sealed class QuantileScaling : Operator
{
    public const string KindName = "quantiles";

    // The library's BOUNDS_THRESHOLD: so near to the ends the result is the end.
    private const double EndWidth = 1e-7;

    private static readonly double LeastNormal = PreciseMath.NormalQuantile(EndWidth - 2.220446049250313e-16);
    private static readonly double MostNormal = PreciseMath.NormalQuantile(1 - (EndWidth - 2.220446049250313e-16));

    private readonly Matrix _quantiles;
    private readonly double[] _references;
    private readonly double[] _mirroredReferences;
    private readonly double[] _mirroredQuantiles;
    private readonly bool _isNormal;

    /// <param name="quantiles">[columns x references], rising in each row.</param>
    /// <param name="references">[references], the probability of each quantile, rising.</param>
    /// <param name="isNormal">Whether the result is normal; else uniform.</param>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public QuantileScaling(Matrix quantiles, double[] references, bool isNormal)
    {
        if (quantiles.RowCount == 0 || references.Length == 0 || quantiles.ColumnCount != references.Length)
        {
            throw new ArgumentException($"There are {quantiles.ColumnCount} quantiles for {references.Length} references.");
        }

        (_quantiles, _references, _isNormal) = (quantiles, references, isNormal);
        _mirroredReferences = Mirror(references);
        _mirroredQuantiles = new double[quantiles.Values.Length];
        for (int column = 0; column < quantiles.RowCount; column++)
        {
            Mirror(quantiles[column].ToArray()).CopyTo(_mirroredQuantiles, column * references.Length);
        }
    }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override int InputWidth => _quantiles.RowCount;

    /// <inheritdoc/>
    public override int OutputWidth => _quantiles.RowCount;

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static QuantileScaling Read(ref PartReader reader) => new(reader.Matrix(), reader.Doubles(), reader.Flag());

    /// <inheritdoc/>
    public override void Write(PartWriter writer)
    {
        writer.Matrix(_quantiles);
        writer.Doubles(_references);
        writer.Flag(_isNormal);
    }

    /// <inheritdoc/>
    public override int SourceOf(int output) => output;

    /// <inheritdoc/>
    public override void Apply(RowVector input, RowVector output, Workspace workspace)
    {
        RowCheck.FiniteOrMissing(input, Kind);
        output.CopyFrom(input);
        Span<double> values = output.Numbers;
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Place(input.IsSparse ? input.Indices[i] : i, values[i]);
        }
    }

    // The mean of both directions, so that a value met several times gets the middle of its quantiles.
    private double Place(int column, double x)
    {
        if (double.IsNaN(x))
        {
            return x;
        }

        ReadOnlySpan<double> quantiles = _quantiles[column];
        (double first, double last) = (quantiles[0], quantiles[^1]);
        double place = _isNormal
            ? (x - EndWidth < first ? 0 : x + EndWidth > last ? 1 : double.NaN)
            : (x == first ? 0 : x == last ? 1 : double.NaN);
        if (double.IsNaN(place))
        {
            ReadOnlySpan<double> mirrored = _mirroredQuantiles.AsSpan(column * _references.Length, _references.Length);
            place = 0.5 * (Interpolation.At(x, quantiles, _references) - Interpolation.At(-x, mirrored, _mirroredReferences));
        }

        return _isNormal ? Math.Clamp(PreciseMath.NormalQuantile(place), LeastNormal, MostNormal) : place;
    }

    private static double[] Mirror(double[] values)
    {
        double[] mirrored = Array.ConvertAll(values, value => -value);
        Array.Reverse(mirrored);
        return mirrored;
    }
}
