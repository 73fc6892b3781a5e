using Hamf.Models.Formats.Hamf;

namespace Hamf.Models.Graph.Preprocessing;

/// <summary>Replaces a number by the bin it falls into, as a number or as one column per bin: KBinsDiscretizer.</summary>
internal sealed class Binning : Operator
{
    public const string KindName = "bins";

    private readonly double[][] _edges;
    private readonly BinOutput _output;
    private readonly bool _isNudged;
    private readonly int[] _first;

    /// <param name="edges">For each column the edges between its bins, rising: one less than bins.</param>
    /// <param name="output">What a bin becomes.</param>
    /// <param name="isNudged">Whether values just below an edge count as above it, as scikit-learn did before 1.1.</param>
    /// <exception cref="ArgumentException">There are no columns.</exception>
    public Binning(double[][] edges, BinOutput output, bool isNudged)
    {
        if (edges.Length == 0 || !Enum.IsDefined(output))
        {
            throw new ArgumentException($"There are {edges.Length} columns to put into bins.", nameof(edges));
        }

        (_edges, _output, _isNudged) = (edges, output, isNudged);
        _first = new int[edges.Length + 1];
        for (int column = 0; column < edges.Length; column++)
        {
            _first[column + 1] = checked(_first[column] + (output == BinOutput.Number ? 1 : edges[column].Length + 1));
        }
    }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override int InputWidth => _edges.Length;

    /// <inheritdoc/>
    public override int OutputWidth => _first[^1];

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static Binning Read(ref PartReader reader) => new(reader.Jagged("edges"), (BinOutput)reader.Int(), reader.Flag());

    /// <inheritdoc/>
    public override void Write(PartWriter writer)
    {
        writer.Jagged(_edges);
        writer.Int((int)_output);
        writer.Flag(_isNudged);
    }

    /// <inheritdoc/>
    public override int SourceOf(int output)
    {
        int at = Array.BinarySearch(_first, output);
        return at >= 0 ? at : ~at - 1;
    }

    /// <inheritdoc/>
    public override void Apply(RowVector input, RowVector output, Workspace workspace)
    {
        RowCheck.Finite(input, Kind);
        if (_output == BinOutput.SparseFlags)
        {
            output.ResetSparse(OutputWidth);
        }
        else
        {
            output.ResetDense(OutputWidth);
            output.Numbers.Clear();
        }

        for (int column = 0; column < _edges.Length; column++)
        {
            int bin = BinOf(column, input[column]);
            switch (_output)
            {
                case BinOutput.Number:
                    output.Numbers[column] = bin;
                    break;
                case BinOutput.Flags:
                    output.Numbers[_first[column] + bin] = 1;
                    break;
                default:
                    output.Append(_first[column] + bin, 1);
                    break;
            }
        }
    }

    private int BinOf(int column, double value)
    {
        // The tolerances of numpy.isclose.
        double nudged = _isNudged ? value + 1e-8 + (1e-5 * Math.Abs(value)) : value;
        ReadOnlySpan<double> edges = _edges[column];
        int bin = 0;
        while (bin < edges.Length && edges[bin] <= nudged)
        {
            bin++;
        }

        return bin;
    }
}

/// <summary>What a bin becomes.</summary>
internal enum BinOutput
{
    /// <summary>Its number.</summary>
    Number,

    /// <summary>A 1 in its column, dense.</summary>
    Flags,

    /// <summary>A 1 in its column, sparse.</summary>
    SparseFlags,
}
