using Hamf.Models.Formats.Hamf;

namespace Hamf.Models.Graph.Preprocessing;

/// <summary>Divides each row by its length; a row of zeros stays: Normalizer.</summary>
internal sealed class RowNormalizer : Operator
{
    public const string KindName = "row-normalizer";

    private readonly RowNorm _norm;

    /// <param name="width">Number of columns.</param>
    /// <param name="norm">How long a row is.</param>
    /// <exception cref="ArgumentException">There are no columns, or there is no such norm.</exception>
    public RowNormalizer(int width, RowNorm norm)
    {
        if (width < 1 || !Enum.IsDefined(norm))
        {
            throw new ArgumentException($"There is no norm {norm} of {width} columns.");
        }

        (InputWidth, _norm) = (width, norm);
    }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override int InputWidth { get; }

    /// <inheritdoc/>
    public override int OutputWidth => InputWidth;

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static RowNormalizer Read(ref PartReader reader) => new(reader.Int(), (RowNorm)reader.Int());

    /// <inheritdoc/>
    public override void Write(PartWriter writer)
    {
        writer.Int(InputWidth);
        writer.Int((int)_norm);
    }

    /// <inheritdoc/>
    public override void Apply(RowVector input, RowVector output, Workspace workspace)
    {
        RowCheck.Finite(input, Kind);
        output.CopyFrom(input);
        Normalize(output.Numbers, _norm, isSingle: false);
    }

    /// <summary>Divides the values by their length, unless that is 0.</summary>
    /// <param name="values">The values.</param>
    /// <param name="norm">What their length is.</param>
    /// <param name="isSingle">Whether squares and results are rounded to 32 bits.</param>
    public static void Normalize(Span<double> values, RowNorm norm, bool isSingle)
    {
        double length = 0;
        foreach (double value in values)
        {
            length = norm switch
            {
                RowNorm.Euclidean => length + (isSingle ? (float)(value * value) : value * value),
                RowNorm.Absolute => length + Math.Abs(value),
                _ => Math.Max(length, Math.Abs(value)),
            };
        }

        length = norm == RowNorm.Euclidean ? Math.Sqrt(length) : length;
        for (int i = 0; length != 0 && i < values.Length; i++)
        {
            values[i] = isSingle ? (float)(values[i] / length) : values[i] / length;
        }
    }
}
