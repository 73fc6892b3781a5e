using Hamf.Models.Formats.Hamf;

namespace Hamf.Models.Graph.Preprocessing;

/// <summary>Subtracts a centre, then divides by a scale: StandardScaler, RobustScaler, MaxAbsScaler.</summary>
internal sealed class CentringScaler : Operator
{
    public const string KindName = "centring-scaler";

    private readonly double[] _centres;
    private readonly double[] _scales;

    // A sparse row is multiplied by these, as the library does; the last bit can differ from a division.
    private readonly double[] _factors;

    /// <param name="width">Number of columns.</param>
    /// <param name="centres">[width], or empty for none.</param>
    /// <param name="scales">[width], or empty for none.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public CentringScaler(int width, double[] centres, double[] scales)
    {
        if (width < 1 || (centres.Length != width && centres.Length != 0) || (scales.Length != width && scales.Length != 0))
        {
            throw new ArgumentException($"A scaler of {width} columns has {centres.Length} centres and {scales.Length} scales.");
        }

        (InputWidth, _centres, _scales) = (width, centres, scales);
        _factors = Array.ConvertAll(scales, scale => 1 / scale);
    }

    /// <summary>Subtracted, [width]; or empty.</summary>
    public double[] Centres => _centres;

    /// <summary>Divided by, [width]; or empty.</summary>
    public double[] Scales => _scales;

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override int InputWidth { get; }

    /// <inheritdoc/>
    public override int OutputWidth => InputWidth;

    /// <summary>Whether nothing is subtracted and nothing divided.</summary>
    public bool IsIdentity => _centres.Length == 0 && _scales.Length == 0;

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static CentringScaler Read(ref PartReader reader) => new(reader.Int(), reader.Doubles(), reader.Doubles());

    /// <inheritdoc/>
    public override void Write(PartWriter writer)
    {
        writer.Int(InputWidth);
        writer.Doubles(_centres);
        writer.Doubles(_scales);
    }

    /// <inheritdoc/>
    public override int SourceOf(int output) => output;

    /// <inheritdoc/>
    public override void Apply(RowVector input, RowVector output, Workspace workspace)
    {
        RowCheck.FiniteOrMissing(input, Kind);
        if (input.IsSparse)
        {
            ApplySparse(input, output);
            return;
        }

        output.ResetDense(InputWidth);
        Scale(input.Numbers, output.Numbers);
    }

    /// <summary>Scales the values of all columns.</summary>
    public void Scale(ReadOnlySpan<double> values, Span<double> scaled)
    {
        for (int i = 0; i < values.Length; i++)
        {
            double value = _centres.Length == 0 ? values[i] : values[i] - _centres[i];
            scaled[i] = _scales.Length == 0 ? value : value / _scales[i];
        }
    }

    private void ApplySparse(RowVector input, RowVector output)
    {
        if (_centres.Length != 0)
        {
            throw new RowRefusedException("sparse columns cannot be centred");
        }

        output.ResetSparse(InputWidth);
        for (int i = 0; i < input.StoredCount; i++)
        {
            int column = input.Indices[i];
            output.Append(column, _factors.Length == 0 ? input.Numbers[i] : input.Numbers[i] * _factors[column]);
        }
    }
}
