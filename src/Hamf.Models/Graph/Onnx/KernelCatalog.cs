using Hamf.Models.Formats;
using Hamf.Models.Formats.Onnx;

namespace Hamf.Models.Graph.Onnx;

/// <summary>The operators that are known.</summary>
internal static class KernelCatalog
{
    private const string Library = "the operators that converters of classical models use are";

    private static readonly Dictionary<string, KernelMaker> Plain = new(
        [.. ElementwiseKernels.All, .. ShapeKernels.All, .. JoinKernels.All, .. ReduceKernels.All, .. MatrixKernels.All],
        StringComparer.Ordinal);

    private static readonly Dictionary<string, KernelMaker> Learned = new(
        [.. ColumnKernels.All, .. MappingKernels.All, .. LinearKernels.All, .. SvmKernels.All, .. TreeKernels.All],
        StringComparer.Ordinal);

    private static readonly string[] TextOperators = ["StringNormalizer", "Tokenizer", "TfIdfVectorizer", "RegexFullMatch", "StringSplit"];

    /// <summary>Names of all known operators, those of machine learning with their domain.</summary>
    public static IEnumerable<string> Names => [.. Plain.Keys, .. Learned.Keys.Select(name => $"{OnnxNode.MachineLearning}.{name}")];

    /// <summary>The kernel of a node.</summary>
    /// <exception cref="ImportException">The operator is not known, or its settings are impossible.</exception>
    public static Kernel Make(OnnxNode node, OnnxGraph graph)
    {
        Dictionary<string, KernelMaker>? makers = node.Domain.Length == 0 ? Plain : node.Domain == OnnxNode.MachineLearning ? Learned : null;
        if (makers is null || !makers.TryGetValue(node.Operator, out KernelMaker? maker))
        {
            throw Unknown(node);
        }

        return maker(new NodeSettings(node, (int)graph.Opsets.GetValueOrDefault(node.Domain, 1)));
    }

    private static ImportException Unknown(OnnxNode node)
    {
        string name = node.Domain.Length == 0 ? node.Operator : $"{node.Domain}.{node.Operator}";
        return node.Operator is "If" or "Loop" or "Scan"
            ? new ImportException(node.Place, $"the operator {name} runs a graph of its own, which is not supported", "Export the model without control flow")
            : TextOperators.Contains(node.Operator)
                ? new ImportException(node.Place, $"the operator {name} works on texts, which is not supported", "Import the original pipeline (its .pkl or .joblib) instead")
                : new ImportException(node.Place, $"the operator {name} is not supported; {Library}");
    }
}
