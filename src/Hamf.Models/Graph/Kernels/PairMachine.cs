using Hamf.Models.Formats.Hamf;
using Hamf.Models.Numerics;

namespace Hamf.Models.Graph.Kernels;

/// <summary>libsvm's decision between each two of several classes, from one set of support vectors.</summary>
internal sealed class PairMachine
{
    private readonly SupportVectors _vectors;
    private readonly int[] _starts;
    private readonly Matrix _weights;
    private readonly double[] _intercepts;

    /// <param name="vectors">Those of the first class, then of the second, ...</param>
    /// <param name="counts">[classes]: how many belong to each.</param>
    /// <param name="weights">[classes - 1 x vectors].</param>
    /// <param name="intercepts">[pairs of classes].</param>
    /// <exception cref="ArgumentException">They do not fit each other, or a number is not finite.</exception>
    public PairMachine(SupportVectors vectors, int[] counts, Matrix weights, double[] intercepts)
    {
        PartCheck.Count(weights.RowCount, counts.Length - 1, "rows of dual coefficients");
        PartCheck.Count(weights.ColumnCount, vectors.Count, "columns of dual coefficients");
        PartCheck.Count(intercepts.Length, PairVotes.PairCount(counts.Length), "intercepts");
        PartCheck.Finite(weights.Values, "dual coefficients");
        PartCheck.Finite(intercepts, "intercepts");
        if (counts.Any(c => c < 0) || counts.Sum(c => (long)c) != vectors.Count)
        {
            throw new ArgumentException($"The numbers of support vectors per class do not add up to {vectors.Count}.");
        }

        (_vectors, _weights, _intercepts) = (vectors, weights, intercepts);
        _starts = new int[counts.Length + 1];
        for (int i = 0; i < counts.Length; i++)
        {
            _starts[i + 1] = _starts[i] + counts[i];
        }
    }

    /// <summary>Number of classes.</summary>
    public int ClassCount => _starts.Length - 1;

    /// <summary>Number of pairs of classes.</summary>
    public int PairCount => _intercepts.Length;

    /// <summary>Number of columns.</summary>
    public int Width => _vectors.Width;

    public static PairMachine Read(ref PartReader reader) => new(SupportVectors.Read(ref reader), reader.Ints(), reader.Matrix(), reader.Doubles());

    public void Write(PartWriter writer)
    {
        _vectors.Write(writer);
        writer.Ints([.. Enumerable.Range(0, ClassCount).Select(i => _starts[i + 1] - _starts[i])]);
        writer.Matrix(_weights);
        writer.Doubles(_intercepts);
    }

    /// <summary>The decision of each pair (0,1), (0,2), ..., (1,2), ...: above 0 for its first class.</summary>
    public void Decide(RowVector row, Span<double> pairs, Workspace workspace)
    {
        RowVector likeness = workspace.Rent(_vectors.Count);
        _vectors.Compare(row, likeness.Numbers, workspace);
        for (int i = 0, pair = 0; i < ClassCount; i++)
        {
            for (int j = i + 1; j < ClassCount; j++, pair++)
            {
                pairs[pair] = Sum(i, _weights[j - 1], likeness.Numbers) + Sum(j, _weights[i], likeness.Numbers) + _intercepts[pair];
            }
        }

        workspace.Return();
    }

    private double Sum(int group, ReadOnlySpan<double> weights, ReadOnlySpan<double> likeness)
    {
        Range range = _starts[group].._starts[group + 1];
        return VectorSums.Dot(weights[range], likeness[range]);
    }
}
