using Hamf.Models.Formats.Hamf;
using Hamf.Models.Formats.Onnx;
using Hamf.Models.Graph;
using Hamf.Models.Graph.Boosting;
using Hamf.Models.Graph.Onnx;
using Hamf.Models.Graph.Preprocessing;
using Hamf.Models.Numerics;
using Hamf.Models.Trees;

namespace Hamf.Models.Tests.Formats;

/// <summary>Holds docs/formats/graph.md to the code.</summary>
public sealed class GraphDocsTests
{
    private const int ChecksumSize = 32;

    private static readonly string[] Folders = ["predictors", "preprocessing", "trees"];

    [Fact]
    public void Every_kind_of_part_has_a_row_and_no_other() =>
        Assert.Equal(GraphParts.Kinds.Order(StringComparer.Ordinal), new GraphPage().Kinds.Order(StringComparer.Ordinal));

    [Fact]
    public void The_bytes_of_every_kind_are_what_its_row_says()
    {
        var page = new GraphPage();
        foreach ((string name, GraphPart part) in Parts())
        {
            var reader = new PartReader(new ModelReader(Bytes(part)));

            page.Read(ref reader);

            Assert.True(reader.Rest.IsAtEnd, $"{name} goes on where the page ends");
        }

        Assert.Empty(GraphParts.Kinds.Except(page.Met));
    }

    private static IEnumerable<(string Name, GraphPart Part)> Parts()
    {
        foreach (string folder in Folders)
        {
            foreach (string path in Directory.GetFiles(ImportedModels.PathOf(folder), "*.pkl").Where(p => !Path.GetFileName(p).StartsWith("refused-", StringComparison.Ordinal)))
            {
                yield return (path, ImportedModels.Part(File.ReadAllBytes(path)));
            }
        }

        byte[] onnx = File.ReadAllBytes(ImportedModels.PathOf("onnx/svr.onnx"));
        OnnxGraph graph = OnnxParser.Parse(onnx);
        yield return ("onnx", new OnnxProgram(onnx, graph, new OnnxSignature(graph)));

        foreach (GraphPart part in Others())
        {
            yield return (part.Kind, part);
        }
    }

    // What no pickle of these folders holds.
    private static IEnumerable<GraphPart> Others() =>
    [
        new ChainOperator([new PartialOperator(2, [1], new LabelCodeOperator([["a", "b"]])), new PickOperator(2, [1, 0])]),
        new RelabeledEstimator((Estimator)ImportedModels.Part("predictors/logistic.pkl"), ["no", "yes"]),
        new CellOperator([CellRule.Keep], double.NaN, false),
        new SingleLinearEstimator([], [1, 2], [0], TreeLink.Identity),
        new NeighbourFill(new Matrix([1, 2], 2, 1), new MissingTest(-1, "none"), 1, true, [0], [0]),
    ];

    private static byte[] Bytes(GraphPart part)
    {
        using var bytes = new MemoryStream();
        using (var writer = new ModelWriter(bytes))
        {
            new PartWriter(writer).Part(part);
            writer.Finish();
        }

        return bytes.ToArray()[..^ChecksumSize];
    }
}
