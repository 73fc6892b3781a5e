using Hamf.Pipeline.Registry.Packaging;

namespace Hamf.Pipeline.Tests.Registry.Packaging;

/// <summary>MLmodel files as MLflow writes them, and as we do.</summary>
public class MlModelTests
{
    // The layout of MLflow 2.22 for a scikit-learn model with a signature of named columns.
    private const string Sklearn =
        """
        artifact_path: model
        flavors:
          python_function:
            env:
              conda: conda.yaml
              virtualenv: python_env.yaml
            loader_module: mlflow.sklearn
            model_path: model.pkl
            predict_fn: predict
            python_version: 3.11.9
          sklearn:
            code: null
            pickled_model: model.pkl
            serialization_format: cloudpickle
            sklearn_version: 1.5.0
        mlflow_version: 2.22.0
        model_size_bytes: 1301
        model_uuid: 5a1de5e8c1c94d0f86f2a37a7d54ad6b
        run_id: 0f6b3a0c53f44e3e8c7c8b1c13a7e2b1
        signature:
          inputs: '[{"type": "double", "name": "amount", "required": true}, {"type": "string",
            "name": "merchant", "required": true}]'
          outputs: '[{"type": "tensor", "tensor-spec": {"dtype": "int64", "shape": [-1]}}]'
          params: null
        utc_time_created: '2026-01-05 10:11:12.131415'
        """;

    [Fact]
    public void Reads_flavors_and_columns()
    {
        MlModel model = MlModelReader.Read(Sklearn);

        Assert.Equal(["python_function", "sklearn"], model.Flavors.Keys.Order());
        Assert.Equal("cloudpickle", model.Flavors["sklearn"]["serialization_format"]);
        Assert.Equal([new SignatureColumn("amount", "double"), new SignatureColumn("merchant", "string")], model.Inputs);
        Assert.Empty(model.Outputs);
        Assert.Equal(("model", "0f6b3a0c53f44e3e8c7c8b1c13a7e2b1"), (model.ArtifactPath, model.RunId));
        Assert.Equal(new FlavorChoice("model.pkl", "sklearn"), FlavorChoice.Choose(model, out _));
    }

    [Theory]
    [InlineData("xgboost", "data: model.ubj\n    model_format: ubj", "model.ubj")]
    [InlineData("lightgbm", "data: model.lgb", "model.lgb")]
    [InlineData("onnx", "data: model.onnx\n    providers: [CPUExecutionProvider]", "model.onnx")]
    [InlineData("catboost", "data: model.cb", "model.cb")]
    public void Finds_the_file_of_a_flavor(string flavor, string settings, string file)
    {
        MlModel model = MlModelReader.Read($"flavors:\n  python_function:\n    loader_module: x\n  {flavor}:\n    {settings}\n");

        Assert.Equal(new FlavorChoice(file, flavor), FlavorChoice.Choose(model, out string? why));
        Assert.Null(why);
    }

    [Theory]
    [InlineData("python_function:\n    loader_module: mine", "python_function")]
    [InlineData("spark:\n    model_data: sparkml\n  python_function:\n    x: 1", "python_function, spark")]
    [InlineData("sklearn:\n    pickled_model: model.skops\n    serialization_format: skops", "skops")]
    [InlineData("xgboost:\n    model_format: ubj", "which file")]
    public void Says_why_a_model_cannot_be_read(string flavors, string part)
    {
        Assert.Null(FlavorChoice.Choose(MlModelReader.Read($"flavors:\n  {flavors}\n"), out string? why));
        Assert.Contains(part, why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("- a\n- b")]
    [InlineData("name: x")]
    [InlineData("flavors: onnx")]
    [InlineData("flavors: {a: [")]
    [InlineData("flavors:\n  a: {b: 1}\nsignature:\n  inputs: '[{'")]
    public void Refuses_what_is_no_MLmodel(string text) =>
        Assert.NotEmpty(Assert.Throws<InvalidDataException>(() => MlModelReader.Read(text)).Message);

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    public void Refuses_deep_nesting_at_once(string opening)
    {
        string deep = string.Concat(Enumerable.Repeat(opening, 300_000));

        Assert.Throws<InvalidDataException>(() => MlModelReader.Read($"metadata: {deep}"));
        Assert.Throws<InvalidDataException>(() => MlModelReader.Read($"flavors:\n  onnx:\n    data: {deep}"));
    }

    [Fact]
    public void A_damaged_file_is_read_or_refused()
    {
        const int Seed = 20260405;
        const string Whole = "artifact_path: model\nflavors:\n  onnx: {data: model.onnx, list: [a, b]}\n  python_function:\n    env: {conda: c.yaml}\nrun_id: 'x'\n";
        const string Signs = "\n\r :#-[]{}'\"|>&*,?";
        var random = new Random(Seed);
        int read = 0;
        for (int i = 0; i < 5000; i++)
        {
            char[] damaged = Whole.ToCharArray();
            for (int hit = random.Next(1, 4); hit > 0; hit--)
            {
                damaged[random.Next(damaged.Length)] = Signs[random.Next(Signs.Length)];
            }

            try
            {
                MlModelReader.Read(new string(damaged));
                read++;
            }
            catch (InvalidDataException e)
            {
                Assert.NotEmpty(e.Message);
            }
        }

        Assert.True(read > 100, $"seed {Seed}: only {read} were read");
    }

    [Fact]
    public void Aliases_and_nested_settings_are_passed_over()
    {
        MlModel model = MlModelReader.Read("metadata: &a {x: [1, {y: 2}]}\nflavors:\n  onnx:\n    data: model.onnx\n    env: {conda: c.yaml}\n    again: *a\n  ? [odd, key]\n  : {z: 1}\nlast: *a\n");

        Assert.Equal(["onnx"], model.Flavors.Keys);
        Assert.Equal(["data"], model.Flavors["onnx"].Keys);
    }

    [Fact]
    public void Reads_what_it_writes_whatever_the_names()
    {
        var model = new MlModel
        {
            ArtifactPath = "model",
            RunId = "12345678901234567890123456789012",
            Flavors = new Dictionary<string, IReadOnlyDictionary<string, string>>
            {
                ["onnx"] = new Dictionary<string, string> { ["data"] = "model.onnx", ["onnx_version"] = "1.10" },
            },
            Inputs = [new("amount: # \"quoted\" \\ 'single'", "double"), new("naïve\nline", "string"), new("1e5", "double")],
            Outputs = [new("score", "float")],
        };

        MlModel read = MlModelReader.Read(MlModelWriter.Write(model, new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero)));

        Assert.Equal(model.Inputs, read.Inputs);
        Assert.Equal(model.Outputs, read.Outputs);
        Assert.Equal(model.RunId, read.RunId);
        Assert.Equal("1.10", read.Flavors["onnx"]["onnx_version"]);
    }
}
