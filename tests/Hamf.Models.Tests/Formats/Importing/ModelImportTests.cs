using System.Globalization;
using System.Text;
using Hamf.Models.Data;
using Hamf.Models.Formats;
using Hamf.Models.Formats.Hamf;
using Hamf.Models.Graph;

namespace Hamf.Models.Tests.Formats.Importing;

/// <summary>How files that people save together become one model, and what is said when they cannot.</summary>
public sealed class ModelImportTests
{
    // What a file made to run a command looks like: protocol 0, a call of os.system.
    private static readonly ImportFile Hostile = new("model.pkl", "cos\nsystem\n(S'echo owned'\ntR."u8.ToArray());

    [Fact]
    public void A_tokenizer_of_the_users_own_is_told_as_that_and_not_as_an_attack()
    {
        var file = new ImportFile("words.pkl", File.ReadAllBytes(ImportedModels.PathOf("preprocessing/refused-tokenizer.pkl")));

        ImportException e = Assert.Throws<ImportException>(() => ModelImport.Read([file], new ImportOptions(), CancellationToken.None));

        Assert.Contains("tokenizer", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("commands", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Takes_names_from_a_list_beside_the_model()
    {
        ImportResult result = Import(new(), "logistic.pkl", "names.json");

        Assert.Equal(["amount", "hour", "distance"], result.Model.Features.Select(f => f.Name));
        Assert.Equal(("1", 2), (result.Positive, result.Classes.Count));
        Assert.Empty(result.Warnings);
        Assert.Equal(["scikit-learn 1.2.1"], result.Libraries);
    }

    [Fact]
    public void Scores_as_the_library_did_and_survives_our_own_format()
    {
        var model = (GraphModel)Import(new(), "logistic.pkl", "names.json").Model;
        var again = (GraphModel)ModelFile.Read(ModelFile.Write(model));
        var full = new double[2];
        foreach (double[] row in Rows("logistic.csv"))
        {
            string label = model.PredictFull(row.AsSpan(0, 3), [], full);

            Assert.Equal(row[3].ToString(CultureInfo.InvariantCulture), label);
            Assert.Equal(row[4], full[0], 1e-12);
            Assert.Equal(row[5], full[1], 1e-12);
            Assert.Equal(full[1], again.Score(row.AsSpan(0, 3)));
            Assert.Equal(label == "1", full[1] >= model.OwnThreshold);
        }
    }

    [Fact]
    public void An_onnx_file_is_known_by_its_content()
    {
        var file = new ImportFile("model.bin", File.ReadAllBytes(ImportedModels.PathOf("onnx/mixed.onnx")));

        ImportResult result = ModelImport.Read([file], new(), TestContext.Current.CancellationToken);

        Assert.Equal([("amount", FeatureKind.Numeric), ("count", FeatureKind.Numeric), ("kind", FeatureKind.Text)], result.Model.Features.Select(f => (f.Name, f.Kind)));
        Assert.Equal(("yes", "ONNX opset 17"), (result.Positive, result.Libraries.Single()));
        Assert.Equal("onnx", ModelImport.Inspect(file, [], TestContext.Current.CancellationToken).Format);
    }

    [Fact]
    public void A_dictionary_is_joined_into_one_model()
    {
        ImportResult result = Import(new(), "bundle.pkl");

        var full = new double[2];
        Assert.Equal(["amount", "hour", "distance"], result.Model.Features.Select(f => f.Name));
        Assert.Equal(0.3, result.Threshold);
        Assert.Contains(result.Notes, note => note.Contains("StandardScaler stands before the model", StringComparison.Ordinal));
        foreach (double[] row in Rows("scaled.csv"))
        {
            string label = ((GraphModel)result.Model).PredictFull(row.AsSpan(0, 3), [], full);
            Assert.Equal(row[3].ToString(CultureInfo.InvariantCulture), label);
            Assert.Equal(row[5], full[1], 1e-12);
        }
    }

    [Fact]
    public void A_step_and_a_model_in_two_files_are_joined_whatever_their_order()
    {
        Model one = Import(new(), "scaled.pkl", "scaler.pkl").Model;
        Model other = Import(new(), "scaler.pkl", "scaled.pkl").Model;

        foreach (double[] row in Rows("scaled.csv"))
        {
            Assert.Equal(row[5], one.Score(row.AsSpan(0, 3)), 1e-12);
            Assert.Equal(one.Score(row.AsSpan(0, 3)), other.Score(row.AsSpan(0, 3)));
        }
    }

    [Fact]
    public void A_model_of_texts_reads_one_input_called_text()
    {
        ImportResult result = Import(new(), "words.pkl", "vectorizer.pkl");
        Model again = ModelFile.Read(ModelFile.Write(result.Model));

        Assert.Equal([("text", FeatureKind.Text)], result.Model.Features.Select(f => (f.Name, f.Kind)));
        Assert.Equal("spam", result.Positive);
        Assert.True(again.Score([double.NaN], ["win free cash"]) > 0.5);
        Assert.True(again.Score([double.NaN], ["lunch at noon"]) < 0.5);
    }

    [Fact]
    public void A_step_that_fits_nowhere_is_an_error_with_its_way_out()
    {
        ImportException e = Assert.Throws<ImportException>(() => Import(new(), "words.pkl", "scaler.pkl"));

        Assert.Contains("--leave-out scaler.pkl", e.Message, StringComparison.Ordinal);
        Assert.Equal(23, Import(new() { LeaveOut = ["scaler.pkl"] }, "words.pkl", "scaler.pkl").Model.Features.Count);
    }

    [Fact]
    public void Names_inputs_by_number_with_a_warning_where_nothing_names_them()
    {
        ImportResult result = Import(new(), "logistic.pkl");

        Assert.Equal(["x0", "x1", "x2"], result.Model.Features.Select(f => f.Name));
        Assert.Contains("--columns", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_label_encoder_names_the_classes()
    {
        ImportResult result = Import(new() { Columns = ["a", "b", "c"] }, "logistic.pkl", "encoder.pkl");

        Assert.Equal(["fraud", "legit"], result.Classes);
        Assert.Equal(("fraud", 0.5), (result.Positive, result.Threshold));
    }

    [Fact]
    public void Classes_and_threshold_that_are_given_win()
    {
        ImportResult result = Import(new() { Classes = ["no", "yes"], Positive = "no", Threshold = 0.2 }, "logistic.pkl");

        Assert.Equal(("no", 0.2), (result.Positive, result.Threshold));
    }

    [Fact]
    public void An_anomaly_detector_has_the_threshold_of_its_library()
    {
        ImportResult result = Import(new(), "isolation.pkl");
        var model = (GraphModel)result.Model;
        var decision = new double[1];

        Assert.Equal((OutputKind.Anomaly, Math.BitIncrement(0.5)), (model.Output, result.Threshold));
        foreach (double[] row in Rows("logistic.csv"))
        {
            string label = model.PredictFull(row.AsSpan(0, 3), [], decision);
            Assert.Equal(label == "-1", model.Score(row.AsSpan(0, 3)) >= result.Threshold);
        }
    }

    [Fact]
    public void A_model_without_probabilities_has_no_score()
    {
        ImportResult result = Import(new(), "margin.pkl");

        Assert.Equal((OutputKind.Decision, null), (result.Model.Output, result.Positive));
    }

    [Theory]
    [InlineData("two.pkl", null, null, "--leave-out second")]
    [InlineData("encoder.pkl", null, null, "no model")]
    [InlineData("logistic.pkl", "2", null, "classes are 0, 1")]
    [InlineData("logistic.pkl", null, "a,b", "names 2 inputs, but the model takes 3")]
    [InlineData("logistic.pkl", null, "a,a,b", "there twice")]
    [InlineData("make.py", null, null, "Python source")]
    public void Says_what_settles_it(string file, string? positive, string? columns, string part)
    {
        ImportException e = Assert.Throws<ImportException>(() => Import(new() { Positive = positive, Columns = columns?.Split(',') ?? [] }, file));

        Assert.Contains(part, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_of_two_models_is_taken_when_the_other_is_left_out()
    {
        ImportResult result = Import(new() { LeaveOut = ["first"], Columns = ["a", "b", "c"] }, "two.pkl");

        Assert.Contains("two.pkl ['first']: left out, as asked", result.Notes);
        Assert.Throws<ImportException>(() => Import(new() { LeaveOut = ["third"] }, "two.pkl"));
    }

    [Fact]
    public void A_file_made_to_run_a_command_is_refused_by_name()
    {
        ImportException e = Assert.Throws<ImportException>(() => ModelImport.Read([Hostile], new ImportOptions(), TestContext.Current.CancellationToken));

        Assert.Contains("os.system", e.Message, StringComparison.Ordinal);
        Assert.Contains("Nothing of it was run", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Our_own_file_is_complete_by_itself()
    {
        byte[] own = ModelFile.Write(Import(new(), "logistic.pkl", "names.json").Model);

        ImportResult result = ModelImport.Read([new ImportFile("m.hamf", own)], new ImportOptions(), TestContext.Current.CancellationToken);

        Assert.Equal(["amount", "hour", "distance"], result.Model.Features.Select(f => f.Name));
        own[^1] ^= 1;
        Assert.Contains("damaged", Assert.Throws<ImportException>(() => ModelImport.Read([new ImportFile("m.hamf", own)], new ImportOptions(), TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Inputs_are_named_by_the_signature_that_MLflow_saved()
    {
        byte[] signature = Encoding.UTF8.GetBytes("flavors:\n  sklearn:\n    pickled_model: model.pkl\nsignature:\n  inputs: '[{\"type\": \"double\", \"name\": \"amount\"}, {\"type\": \"double\",\n    \"name\": \"hour\"}, {\"type\": \"double\", \"name\": \"it''s\"}]'\n");
        ImportFile[] files = [new("m/MLmodel", signature), new("m/model.pkl", File.ReadAllBytes(PathOf("logistic.pkl"))), new("m/conda.yaml", "x"u8.ToArray())];

        ImportResult result = ModelImport.Read(files, new ImportOptions(), TestContext.Current.CancellationToken);

        Assert.Equal(["amount", "hour", "it's"], result.Model.Features.Select(f => f.Name));
    }

    [Fact]
    public void Inputs_in_another_order_score_the_same()
    {
        var model = (GraphModel)Import(new(), "logistic.pkl", "names.json").Model;
        GraphModel turned = model.Reordered(["distance", "amount", "hour"]);

        Assert.Equal(model.Score([10, 3, 50]), turned.Score([50, 10, 3]));
        Assert.Equal(["distance", "amount", "hour"], ModelFile.Read(ModelFile.Write(turned)).Features.Select(f => f.Name));
        Assert.Throws<ArgumentException>(() => model.Reordered(["distance", "amount"]));
    }

    [Fact]
    public void Label_encoders_of_columns_read_texts()
    {
        var codes = new LabelCodeOperator([["blue", "red"]]);
        var one = (GraphModel)Import(new(), "logistic.pkl", "names.json").Model;
        var model = new GraphModel(
            [FeatureInfo.Numeric("a"), FeatureInfo.Text("b"), FeatureInfo.Numeric("c")],
            new PipelineEstimator(new PartialOperator(3, [1], codes), one.Estimator), 1);
        Model again = ModelFile.Read(ModelFile.Write(model));

        Assert.Equal(one.Score([10, 1, 50]), again.Score([10, double.NaN, 50], [null, "red", null]));
        Assert.Throws<RowRefusedException>(() => again.Score([10, double.NaN, 50], [null, "green", null]));
    }

    private static ImportResult Import(ImportOptions options, params string[] names) => ModelImport.Read(
        [.. names.Select(name => new ImportFile(name, File.ReadAllBytes(PathOf(name))))], options, TestContext.Current.CancellationToken);

    private static string PathOf(string name) => ImportedModels.PathOf(Path.Combine("flow", name));

    private static IEnumerable<double[]> Rows(string name) =>
        File.ReadLines(PathOf(name)).Skip(1).Select(line => Array.ConvertAll(line.Split(','), cell => double.Parse(cell, CultureInfo.InvariantCulture)));
}
