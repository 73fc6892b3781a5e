using Hamf.Models.Formats.Hamf;

namespace Hamf.Models.Graph.Preprocessing;

/// <summary>1 above a threshold, else 0: Binarizer.</summary>
internal sealed class Thresholding : Operator
{
    public const string KindName = "thresholding";

    private readonly double _threshold;

    /// <param name="width">Number of columns.</param>
    /// <param name="threshold">What a value must be above.</param>
    /// <exception cref="ArgumentException">There are no columns, or the threshold is no number.</exception>
    public Thresholding(int width, double threshold)
    {
        if (width < 1 || double.IsNaN(threshold))
        {
            throw new ArgumentException($"A threshold of {threshold} for {width} columns makes no sense.");
        }

        (InputWidth, _threshold) = (width, threshold);
    }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override int InputWidth { get; }

    /// <inheritdoc/>
    public override int OutputWidth => InputWidth;

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static Thresholding Read(ref PartReader reader) => new(reader.Int(), reader.Double());

    /// <inheritdoc/>
    public override void Write(PartWriter writer)
    {
        writer.Int(InputWidth);
        writer.Double(_threshold);
    }

    /// <inheritdoc/>
    public override int SourceOf(int output) => output;

    /// <inheritdoc/>
    public override void Apply(RowVector input, RowVector output, Workspace workspace)
    {
        RowCheck.Finite(input, Kind);
        if (input.IsSparse && _threshold < 0)
        {
            throw new RowRefusedException("a threshold below 0 cannot be applied to sparse columns");
        }

        if (!input.IsSparse)
        {
            output.ResetDense(InputWidth);
            ReadOnlySpan<double> values = input.Numbers;
            Span<double> flags = output.Numbers;
            for (int i = 0; i < values.Length; i++)
            {
                flags[i] = values[i] > _threshold ? 1 : 0;
            }

            return;
        }

        output.ResetSparse(InputWidth);
        for (int i = 0; i < input.StoredCount; i++)
        {
            if (input.Numbers[i] > _threshold)
            {
                output.Append(input.Indices[i], 1);
            }
        }
    }
}
