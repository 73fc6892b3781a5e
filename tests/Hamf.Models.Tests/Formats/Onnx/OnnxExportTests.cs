using System.Globalization;
using Hamf.Models.Data;
using Hamf.Models.Formats;
using Hamf.Models.Formats.Onnx;
using Hamf.Models.Formats.Onnx.Export;
using Hamf.Models.Graph;
using Hamf.Models.Graph.Baseline;
using Hamf.Models.Graph.Linear;
using Hamf.Models.Graph.Preprocessing;
using Hamf.Models.Numerics;
using Hamf.Models.Trees;
using Hamf.TestKit;

namespace Hamf.Models.Tests.Formats.Onnx;

/// <summary>Exported models against a plain evaluator of the specification, and imported again.</summary>
public class OnnxExportTests
{
    // Leaves and outputs are floats.
    private const double Tolerance = 1e-6;

    public static TheoryData<string> Names => [.. GoldenModels.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_plain_evaluator_gives_the_scores_of_the_model(string name) => Seeds.ForEach(5, random =>
    {
        Model model = GoldenModels.Make(name);
        double[][] rows = Rows(random, model.Features, 60);
        OnnxGraph graph = OnnxParser.Parse(Export(model));

        (var numbers, var texts) = Inputs(model.Features, rows);
        double[][] found = new OnnxReference(graph, numbers, texts).Numbers("probabilities");

        for (int row = 0; row < rows.Length; row++)
        {
            AssertNear(ScoresOf(model, rows[row]), found[row], $"row {row}");
        }
    });

    [Theory]
    [MemberData(nameof(Names))]
    public void One_output_is_the_positive_probability_or_all(string name) => Seeds.ForEach(2, random =>
    {
        Model model = GoldenModels.Make(name);
        double[][] rows = Rows(random, model.Features, 20);
        using var content = new MemoryStream();
        OnnxExport.Write(model, content, new OnnxExportOptions { ScoreOnly = true });
        (var numbers, var texts) = Inputs(model.Features, rows);

        double[][] found = new OnnxReference(OnnxParser.Parse(content.ToArray()), numbers, texts).Numbers("score");

        for (int row = 0; row < rows.Length; row++)
        {
            double[] scores = ScoresOf(model, rows[row]);
            AssertNear(model.Output == OutputKind.Probability ? [scores[1]] : scores, found[row], $"row {row}");
        }
    });

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_imported_again_predicts_the_same(string name) => Seeds.ForEach(5, random =>
    {
        Model model = GoldenModels.Make(name);
        ImportedEstimator again = OnnxFile.Read(Export(model, 0.5));
        Assert.Equal(model.Features.Select(feature => feature.Name), again.FeatureNames);
        FeatureInfo[] features = [.. model.Features.Select(f => f.Kind == FeatureKind.Categorical ? FeatureInfo.Text(f.Name) : f)];
        var graph = new GraphModel(features, again.Estimator, GraphModel.NoPositiveClass);
        var full = new double[graph.FullOutputNames.Count];

        foreach (double[] row in Rows(random, model.Features, 60))
        {
            string?[] texts = [.. model.Features.Select((feature, f) => feature.Kind == FeatureKind.Categorical ? TextOf(feature, row[f]) : null)];
            string label = graph.PredictFull(row, texts, full);
            double[] expected = ScoresOf(model, row);

            AssertNear(expected, full, "imported");
            if (Math.Abs(expected[0] - expected[1]) > Tolerance)
            {
                Assert.Equal(Array.IndexOf(expected, expected.Max()), int.Parse(label, CultureInfo.InvariantCulture));
            }
        }
    });

    [Fact]
    public void Every_split_decides_a_float_as_the_model_does() => Seeds.ForEach(20, random =>
    {
        TreeModel model = GoldenModels.Trees;
        OnnxGraph graph = OnnxParser.Parse(Export(model));
        double[][] rows = Rows(random, model.Features, 40);
        foreach (double[] row in rows)
        {
            int node = random.Next(model.Trees.NodeCount);
            int feature = model.Trees.Feature[node];
            if (feature >= 0 && model.Features[feature].Kind == FeatureKind.Numeric)
            {
                var near = (float)model.Trees.Threshold[node];
                row[feature] = random.Next(3) switch { 0 => near, 1 => MathF.BitDecrement(near), _ => MathF.BitIncrement(near) };
            }
        }

        (var numbers, var texts) = Inputs(model.Features, rows);
        double[][] found = new OnnxReference(graph, numbers, texts).Numbers("probabilities");

        for (int row = 0; row < rows.Length; row++)
        {
            AssertNear(ScoresOf(model, rows[row]), found[row], $"row {row}");
        }
    });

    [Theory]
    [InlineData("boosting")]
    [InlineData("forest-3")]
    [InlineData("network")]
    [InlineData("tree-mean")]
    public void Imported_graphs_are_exported(string name)
    {
        GraphModel model = ImportedModels.Model(OnnxImportTests.Read(name).Estimator);

        GraphModel again = ImportedModels.Model(OnnxFile.Read(Export(model)).Estimator);

        ImportedModels.Agree(again, $"onnx/{name}.csv.gz", 3e-6);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Scalers_and_planes_of_other_libraries_are_exported(int planes) => Seeds.ForEach(10, random =>
    {
        double[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() + 0.1)];
        string[] classes = planes == 1 ? ["bad", "good"] : ["a", "b", "c"];
        var sums = new LinearSums(new Matrix(Numbers(4 * planes), planes, 4), Numbers(planes));
        LinearLink link = random.Next(2) == 0 ? LinearLink.Logistic : LinearLink.Softmax;
        var steps = new ChainOperator([new CentringScaler(4, Numbers(4), Numbers(4)), new RangeScaler(Numbers(4), Numbers(4), -1, 1)]);
        GraphModel model = ImportedModels.Model(new PipelineEstimator(steps, new LinearClassifier("logistic_regression", sums, classes, link)));
        GraphModel again = ImportedModels.Model(OnnxFile.Read(Export(model)).Estimator);
        var (expected, found) = (new double[classes.Length], new double[classes.Length]);
        for (int row = 0; row < 20; row++)
        {
            double[] values = [.. Numbers(4).Select(value => (double)(float)((8 * value) - 4))];

            string label = model.PredictFull(values, [], expected);

            Assert.Equal(label, again.PredictFull(values, [], found));
            AssertNear(expected, found, $"row {row}");
        }
    });

    [Fact]
    public void The_threshold_decides_the_label()
    {
        Model model = GoldenModels.Make("gaussian");
        var numbers = OnnxParser.Parse(Export(model, 0.99));
        (var inputs, var texts) = Inputs(model.Features, Rows(new Random(1), model.Features, 50));
        var reference = new OnnxReference(numbers, inputs, texts);

        double[][] shares = reference.Numbers("probabilities");

        Assert.Equal("0.99", numbers.Metadata["threshold"]);
        Assert.All(reference.Numbers("label").Zip(shares), pair => Assert.Equal(pair.Second[1] >= 0.99 ? 1 : 0, pair.First[0]));
    }

    [Fact]
    public void A_part_without_a_form_is_named()
    {
        var model = new GraphModel([], new ConstantRegressor(1), GraphModel.NoPositiveClass);

        NotSupportedException refusal = Assert.Throws<NotSupportedException>(() => Export(model));

        Assert.Contains("constant", refusal.Message, StringComparison.Ordinal);
    }

    private static byte[] Export(Model model, double? threshold = null)
    {
        var target = new MemoryStream();
        OnnxExport.Write(model, target, new OnnxExportOptions { Threshold = threshold, Version = "1.2.3" });
        return target.ToArray();
    }

    private static double[] ScoresOf(Model model, double[] row)
    {
        var outputs = new double[model.OutputCount];
        model.Score(row, outputs);
        return model.OutputCount == 1 ? [1 - outputs[0], outputs[0]] : outputs;
    }

    // Values that a float holds; some missing, unseen or infinite.
    private static double[][] Rows(Random random, IReadOnlyList<FeatureInfo> features, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => features.Select(feature =>
            random.Next(8) == 0 ? double.NaN
            : feature.Kind == FeatureKind.Categorical ? random.Next(feature.UnseenCode + 1)
            : random.Next(30) == 0 ? double.PositiveInfinity
            : (double)(float)((random.NextDouble() * 8) - 2)).ToArray())];

    private static (Dictionary<string, double[][]> Numbers, Dictionary<string, string[]> Texts) Inputs(IReadOnlyList<FeatureInfo> features, double[][] rows)
    {
        var numbers = new Dictionary<string, double[][]> { ["features"] = rows };
        var texts = new Dictionary<string, string[]>();
        for (int f = 0; f < features.Count; f++)
        {
            int column = f;
            numbers[features[f].Name] = [.. rows.Select(row => new[] { row[column] })];
            texts[features[f].Name] = [.. rows.Select(row => TextOf(features[column], row[column]))];
        }

        return (numbers, texts);
    }

    private static string TextOf(FeatureInfo feature, double code) =>
        double.IsNaN(code) || feature.Kind != FeatureKind.Categorical ? string.Empty : code < feature.UnseenCode ? feature.Categories[(int)code] : "never seen";

    private static void AssertNear(double[] expected, double[] found, string what)
    {
        Assert.Equal(expected.Length, found.Length);
        for (int i = 0; i < found.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - found[i]) <= Tolerance, $"{what}, output {i}: expected {expected[i]:R}, found {found[i]:R}");
        }
    }
}
