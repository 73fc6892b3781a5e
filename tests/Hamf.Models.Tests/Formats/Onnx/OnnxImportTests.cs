using System.Globalization;
using System.IO.Compression;
using Hamf.Models.Data;
using Hamf.Models.Formats;
using Hamf.Models.Formats.Hamf;
using Hamf.Models.Formats.Onnx;
using Hamf.Models.Graph;
using Hamf.Models.Graph.Onnx;

namespace Hamf.Models.Tests.Formats.Onnx;

/// <summary>Models in the form of the usual converters, against what ONNX Runtime says of 200 rows each (Fixtures/Import/onnx/make.py).</summary>
public class OnnxImportTests
{
    // Both compute in floats, in different orders.
    private const double Tolerance = 2e-6;

    [Theory]
    [InlineData("logistic")]
    [InlineData("scaled-logistic")]
    [InlineData("single-logistic")]
    [InlineData("single-margin")]
    [InlineData("softmax")]
    [InlineData("linear")]
    [InlineData("share-logistic")]
    [InlineData("tree-least")]
    [InlineData("tree-most")]
    [InlineData("equalities")]
    [InlineData("member")]
    [InlineData("svc")]
    [InlineData("svc-margin")]
    [InlineData("svr")]
    [InlineData("network")]
    public void Runs_a_graph_as_it_stands(string name)
    {
        ImportedEstimator imported = Read(name);

        Assert.IsType<OnnxProgram>(imported.Estimator);
        ImportedModels.Agree(ImportedModels.Model(imported.Estimator), $"onnx/{name}.csv.gz", Tolerance);
    }

    [Fact]
    public void Couples_pairs_of_classes_as_far_as_floats_tell() =>
        ImportedModels.Agree(ImportedModels.Model(Read("svc-3").Estimator), "onnx/svc-3.csv.gz", 1e-5);

    [Theory]
    [InlineData("forest")]
    [InlineData("forest-3")]
    [InlineData("boosting")]
    [InlineData("boosting-3")]
    [InlineData("below")]
    [InlineData("at-least")]
    [InlineData("above")]
    [InlineData("share-none")]
    [InlineData("tree-mean")]
    [InlineData("tree-sum")]
    [InlineData("version-5")]
    public void Gives_trees_to_the_engine(string name)
    {
        ImportedEstimator imported = Read(name);

        Assert.IsType<TreeEstimator>(imported.Estimator);
        ImportedModels.Agree(ImportedModels.Model(imported.Estimator), $"onnx/{name}.csv.gz", Tolerance);
    }

    [Fact]
    public void Takes_texts_and_numbers_as_inputs_of_their_own()
    {
        ImportedEstimator imported = Read("mixed");
        FeatureInfo[] features = [.. imported.FeatureNames!.Select((name, i) => imported.Estimator.ReadsText(i) ? FeatureInfo.Text(name) : FeatureInfo.Numeric(name))];
        var model = (GraphModel)ModelFile.Read(ModelFile.Write(new GraphModel(features, imported.Estimator, 1)));
        var full = new double[2];

        Assert.Equal(["amount", "count", "kind"], imported.FeatureNames);
        Assert.Equal(["no", "yes"], model.Classes);
        foreach (string[] cells in Rows("mixed"))
        {
            string label = model.PredictFull([Number(cells[0]), Number(cells[1]), double.NaN], [null, null, cells[2]], full);

            Assert.Equal(cells[3], label);
            Assert.Equal(Number(cells[4]), full[0], Tolerance);
            Assert.Equal(Number(cells[5]), full[1], Tolerance);
        }
    }

    [Fact]
    public void Computes_every_operator_as_the_runtime_does()
    {
        OnnxGraph graph = OnnxParser.Parse(File.ReadAllBytes(ImportedModels.PathOf("onnx/operators.onnx")));
        var plan = new OnnxPlan(graph);
        string[] cells = Rows("operators").Single();

        Tensor?[] values = plan.Run([(plan.SlotOf("X"), new Tensor(ElementType.Single, [1, 6], [.. cells[..6].Select(Number)]))]);

        double[] found = values[plan.SlotOf("all")]!.Numbers;
        double[] expected = [.. cells[7..].Select(Number)];
        Assert.Equal(expected.Length, found.Length);
        for (int i = 0; i < found.Length; i++)
        {
            bool agrees = found[i].Equals(expected[i]) || Math.Abs(found[i] - expected[i]) <= Tolerance * Math.Max(1, Math.Abs(expected[i]));
            Assert.True(agrees, $"value {i} ({PlaceOf(graph, plan, values, i)}): expected {expected[i]:R}, found {found[i]:R}");
        }
    }

    [Fact]
    public void Knows_its_files_by_their_content()
    {
        Assert.True(OnnxFile.LooksLike(File.ReadAllBytes(ImportedModels.PathOf("onnx/forest.onnx"))));
        Assert.False(OnnxFile.LooksLike("tree\nversion=v4"u8));
        Assert.False(OnnxFile.LooksLike([0x80, 4, 0x95, 0]));
        Assert.False(OnnxFile.LooksLike([]));
    }

    internal static ImportedEstimator Read(string name) => OnnxFile.Read(File.ReadAllBytes(ImportedModels.PathOf($"onnx/{name}.onnx")));

    private static string PlaceOf(OnnxGraph graph, OnnxPlan plan, Tensor?[] values, int index)
    {
        foreach (string part in graph.Nodes[^1].Inputs)
        {
            index -= (values[plan.SlotOf(part)] ?? plan.ConstantOf(part))!.Count;
            if (index < 0)
            {
                return part;
            }
        }

        return "?";
    }

    private static double Number(string cell) => cell switch
    {
        "" or "NaN" => double.NaN,
        "Infinity" => double.PositiveInfinity,
        "-Infinity" => double.NegativeInfinity,
        _ => double.Parse(cell, CultureInfo.InvariantCulture),
    };

    private static IEnumerable<string[]> Rows(string name)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(ImportedModels.PathOf($"onnx/{name}.csv.gz")), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            yield return line.Split(',');
        }
    }
}
