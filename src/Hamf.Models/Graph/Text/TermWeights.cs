using Hamf.Models.Formats.Hamf;
using Hamf.Models.Graph.Preprocessing;

namespace Hamf.Models.Graph.Text;

/// <summary>Counts of terms into weights: term frequency times inverse document frequency, then divided by a norm: TfidfTransformer.</summary>
internal sealed class TermWeights : Operator
{
    public const string KindName = "term-weights";

    private readonly double[] _factors;
    private readonly bool _isLogarithmic;
    private readonly RowNorm? _norm;
    private readonly bool _isSingle;

    /// <param name="width">Number of columns.</param>
    /// <param name="factors">[width], the inverse document frequencies; or empty.</param>
    /// <param name="isLogarithmic">Whether a count becomes 1 + its logarithm.</param>
    /// <param name="norm">What the row is divided by, or null.</param>
    /// <param name="isSingle">Whether the library computed in 32 bits.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public TermWeights(int width, double[] factors, bool isLogarithmic, RowNorm? norm, bool isSingle)
    {
        if (width < 1 || (factors.Length != 0 && factors.Length != width))
        {
            throw new ArgumentException($"There are {factors.Length} weights for {width} terms.");
        }

        (InputWidth, _factors, _isLogarithmic, _norm, _isSingle) = (width, factors, isLogarithmic, norm, isSingle);
    }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override int InputWidth { get; }

    /// <inheritdoc/>
    public override int OutputWidth => InputWidth;

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static TermWeights Read(ref PartReader reader)
    {
        (int width, double[] factors, bool isLogarithmic) = (reader.Int(), reader.Doubles(), reader.Flag());
        RowNorm? norm = ReadNorm(ref reader);
        return new TermWeights(width, factors, isLogarithmic, norm, reader.Flag());
    }

    /// <summary>Reads a norm that may be none.</summary>
    public static RowNorm? ReadNorm(ref PartReader reader)
    {
        int norm = reader.Int();
        return norm < 0 ? null
            : Enum.IsDefined((RowNorm)norm) ? (RowNorm)norm
            : throw new ArgumentException($"There is no norm {norm}.");
    }

    /// <summary>Writes a norm that may be none.</summary>
    public static void WriteNorm(PartWriter writer, RowNorm? norm) => writer.Int(norm is { } some ? (int)some : -1);

    /// <inheritdoc/>
    public override void Write(PartWriter writer)
    {
        writer.Int(InputWidth);
        writer.Doubles(_factors);
        writer.Flag(_isLogarithmic);
        WriteNorm(writer, _norm);
        writer.Flag(_isSingle);
    }

    /// <inheritdoc/>
    public override int SourceOf(int output) => output;

    /// <inheritdoc/>
    public override void Apply(RowVector input, RowVector output, Workspace workspace)
    {
        RowCheck.Finite(input, Kind);
        output.ResetSparse(InputWidth);
        for (int i = 0; i < input.StoredCount; i++)
        {
            int column = input.IsSparse ? input.Indices[i] : i;
            double count = input.Numbers[i];
            if (count != 0 || input.IsSparse)
            {
                double weight = _isLogarithmic ? Round(Math.Log(count)) + 1 : count;
                output.Append(column, _factors.Length == 0 ? weight : Round(weight * _factors[column]));
            }
        }

        if (_norm is { } norm)
        {
            RowNormalizer.Normalize(output.Numbers, norm, _isSingle);
        }
    }

    private double Round(double value) => _isSingle ? (float)value : value;
}
