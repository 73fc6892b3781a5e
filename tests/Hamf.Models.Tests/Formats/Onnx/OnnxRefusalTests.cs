using Hamf.Models.Formats;
using Hamf.Models.Formats.Onnx;
using Hamf.Models.Formats.Onnx.Export;
using Hamf.Models.Graph;
using Hamf.Models.Graph.Onnx;
using Hamf.TestKit;

namespace Hamf.Models.Tests.Formats.Onnx;

/// <summary>Files that cannot be imported: each gets a sentence, none anything else.</summary>
public class OnnxRefusalTests
{
    private const long AllocationBase = 64L << 20;
    private const int AllocationFactor = 10;

    private static readonly string[] Fixtures = ["boosting", "forest-3", "version-5", "member", "svc-3", "network", "operators", "mixed", "scaled-logistic", "equalities"];

    private static readonly byte[][] Files = [.. Fixtures.Select(name => File.ReadAllBytes(ImportedModels.PathOf($"onnx/{name}.onnx")))];

    [Theory]
    [InlineData("If", "control flow")]
    [InlineData("Loop", "control flow")]
    [InlineData("Frobnicate", "not supported")]
    [InlineData("StringNormalizer", "original pipeline")]
    [InlineData("ai.onnx.ml.TfIdfVectorizer", "original pipeline")]
    public void Names_the_operator_that_is_not_supported(string name, string reason)
    {
        var graph = new ExportGraph();
        graph.Input("x", ElementType.Single, 2);
        string operation = name.Split('.')[^1];
        string made = name.Contains('.', StringComparison.Ordinal) ? graph.Learned(operation, ["x"]) : graph.Plain(operation, ["x"]);
        graph.Output("y", made, ElementType.Single, 1);

        AssertRefused(graph, operation, reason);
    }

    [Fact]
    public void Names_outputs_that_cannot_be_told_apart()
    {
        var graph = new ExportGraph();
        graph.Input("x", ElementType.Single, 2);
        graph.Output("one", graph.Plain("Exp", ["x"]), ElementType.Single, 2);
        graph.Output("two", graph.Plain("Exp", ["x"]), ElementType.Single, 2);

        AssertRefused(graph, "'one', 'two'", "fewer outputs");
    }

    [Fact]
    public void Refuses_an_operator_before_anything_makes_its_input()
    {
        var graph = new ExportGraph();
        graph.Input("x", ElementType.Single, 2);
        graph.Output("y", graph.Plain("Add", ["x", "nowhere"]), ElementType.Single, 2);

        AssertRefused(graph, "nowhere");
    }

    [Theory]
    [InlineData(100_000, 100_000)]
    [InlineData(5_000_000, 1)]
    public void Refuses_a_graph_that_makes_too_much_of_one_row(long rows, long columns)
    {
        var graph = new ExportGraph();
        graph.Input("x", ElementType.Single, 1);
        string wide = "x";
        for (int i = 0; i < 200; i++)
        {
            wide = graph.Plain("Expand", [wide, graph.Integers(rows, columns)]);
        }

        graph.Output("y", wide, ElementType.Single, 1);

        AssertRefused(graph, "intermediate values");
    }

    [Fact]
    public void Refuses_trees_that_run_in_a_circle()
    {
        var graph = new ExportGraph();
        graph.Input("x", ElementType.Single, 1);
        string made = graph.Learned(
            "TreeEnsembleRegressor",
            ["x"],
            ("nodes_treeids", new List<long> { 0, 0, 0 }),
            ("nodes_nodeids", new List<long> { 0, 1, 2 }),
            ("nodes_featureids", new List<long> { 0, 0, 0 }),
            ("nodes_modes", new List<string> { "BRANCH_LEQ", "BRANCH_LEQ", "LEAF" }),
            ("nodes_values", new List<float> { 1, 2, 0 }),
            ("nodes_truenodeids", new List<long> { 1, 0, 0 }),
            ("nodes_falsenodeids", new List<long> { 2, 2, 0 }));
        graph.Output("y", made, ElementType.Single, 1);

        AssertRefused(graph, "circle");
    }

    [Fact]
    public void Refuses_a_table_that_does_not_tell_its_width()
    {
        var graph = new ExportGraph();
        graph.Input("x", ElementType.Single, 0);
        graph.Output("y", graph.Learned("Scaler", ["x"]), ElementType.Single, 1);

        AssertRefused(graph, "0 columns");
    }

    [Fact]
    public void Refuses_data_that_stand_in_another_file()
    {
        var tensor = new WireWriter();
        tensor.Integer(2, 1);
        tensor.Text(8, "weights");
        tensor.Integer(14, 1);
        var graph = new WireWriter();
        graph.Message(5, tensor);
        var model = new WireWriter();
        model.Integer(1, 8);
        model.Message(7, graph);

        ImportException refusal = Assert.Throws<ImportException>(() => OnnxFile.Read(model.Content.ToArray()));

        Assert.Contains("weights", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("another file", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_shape_that_its_data_do_not_fill()
    {
        var graph = new ExportGraph();
        graph.Input("x", ElementType.Single, 1);
        graph.Output("y", graph.Plain("Add", ["x", graph.Doubles([1, 2], 1 << 20, 1 << 20)]), ElementType.Single, 1);

        AssertRefused(graph, "does not fit the 2 values");
    }

    [Fact]
    public void Flipped_bits_are_refused_or_harmless() => Fuzz(1500, (random, file) =>
    {
        for (int i = random.Next(1, 5); i > 0; i--)
        {
            file[random.Next(file.Length)] ^= (byte)(1 << random.Next(8));
        }

        return file;
    });

    [Fact]
    public void Cut_files_are_refused_or_harmless() => Fuzz(500, (random, file) => file[..random.Next(file.Length)]);

    [Fact]
    public void Splices_are_refused_or_harmless() => Fuzz(500, (random, file) =>
    {
        byte[] other = Files[random.Next(Files.Length)];
        int from = random.Next(other.Length - 64);
        other.AsSpan(from, random.Next(1, 64)).CopyTo(file.AsSpan(random.Next(file.Length - 64)));
        return file;
    });

    private static void Fuzz(int count, Func<Random, byte[], byte[]> damage) => Seeds.ForEach(count, random =>
    {
        byte[] file = damage(random, [.. Files[random.Next(Files.Length)]]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            ImportedEstimator imported = OnnxFile.Read(file);
            var model = ImportedModels.Model(imported.Estimator);
            model.PredictFull(new double[model.Features.Count], [], new double[model.FullOutputNames.Count]);
        }
        catch (Exception e) when (e is ImportException or RowRefusedException)
        {
            Assert.NotEmpty(e.Message);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, AllocationBase + ((long)AllocationFactor * file.Length));
    });

    private static void AssertRefused(ExportGraph graph, params string[] parts)
    {
        var target = new MemoryStream();
        graph.Write(target, string.Empty, []);

        ImportException refusal = Assert.Throws<ImportException>(() => OnnxFile.Read(target.ToArray()));

        Assert.All(parts, part => Assert.Contains(part, refusal.Message, StringComparison.Ordinal));
    }
}
