using Hamf.Models.Formats.Hamf;
using Hamf.Models.Graph.Baseline;
using Hamf.Models.Graph.Bayes;
using Hamf.Models.Graph.Boosting;
using Hamf.Models.Graph.Kernels;
using Hamf.Models.Graph.Linear;
using Hamf.Models.Graph.Meta;
using Hamf.Models.Graph.Neighbors;
using Hamf.Models.Graph.Neural;
using Hamf.Models.Graph.Onnx;
using Hamf.Models.Graph.Preprocessing;
using Hamf.Models.Graph.Text;

namespace Hamf.Models.Graph;

/// <summary>Builds one kind of part from what it wrote.</summary>
internal delegate GraphPart PartRead(ref PartReader reader);

/// <summary>The readers of all kinds of parts, by <see cref="GraphPart.Kind"/>; each family lists its own.</summary>
internal static class GraphParts
{
    private static readonly Dictionary<string, PartRead> Readers = new(
        [
            .. CompositionParts.All,
            .. BaselineParts.All,
            .. BayesParts.All,
            .. BoostingParts.All,
            .. KernelParts.All,
            .. LinearParts.All,
            .. MetaParts.All,
            .. NeighborParts.All,
            .. NeuralParts.All,
            .. OnnxParts.All,
            .. PreprocessingParts.All,
            .. TextParts.All,
        ],
        StringComparer.Ordinal);

    /// <summary>The kinds that can be read.</summary>
    public static IReadOnlyCollection<string> Kinds => Readers.Keys;

    /// <summary>Reads the next part, its kind first.</summary>
    /// <exception cref="InvalidDataException">The part is damaged, or only a newer Hamf knows its kind.</exception>
    public static GraphPart Read(ref PartReader reader)
    {
        string kind = reader.Text("the kind of a part");
        if (!Readers.TryGetValue(kind, out PartRead? read))
        {
            throw ModelFault.TooNew($"holds a part of kind '{kind}', which this program does not know");
        }

        try
        {
            return read(ref reader);
        }
        catch (ArgumentException e)
        {
            throw ModelFault.Damaged($"its part '{kind}' does not fit: {e.Message}", e);
        }
    }
}
