using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Hamf.Models.Formats;
using Hamf.Pipeline.Flows.Importing;
using Hamf.Pipeline.Registry;
using Hamf.TestKit;

namespace Hamf.Mlflow.Tests;

/// <summary>Models that an MLflow client logs and registers, read as data, promoted and served.</summary>
public sealed class AdoptionTests(MlflowServer server) : IClassFixture<MlflowServer>
{
    private const string SklearnFlavor =
        """
        flavors:
          python_function: {loader_module: mlflow.sklearn, model_path: model.pkl}
          sklearn: {pickled_model: model.pkl, serialization_format: cloudpickle, sklearn_version: 1.2.1}
        signature:
          inputs: '[{"type": "double", "name": "amount", "required": true}, {"type": "double", "name": "hour", "required": true}, {"type": "double", "name": "distance", "required": true}]'
          outputs: '[{"type": "tensor", "tensor-spec": {"dtype": "int64", "shape": [-1]}}]'
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_pickled_model_of_a_client_is_promoted_and_answers_with_the_scores_of_its_library()
    {
        await RegisterAsync("logged-pickle", SklearnFlavor, ("model.pkl", Fixture("logistic.pkl")));

        Assert.Null(await server.Home.Adopt.AdoptAsync("logged-pickle", 1, Cancellation));

        await PromoteAsync("logged-pickle", HttpStatusCode.OK);
        foreach (string[] row in File.ReadLines(PathOf("logistic.csv")).Skip(1).Take(20).Select(line => line.Split(',')))
        {
            using JsonDocument answer = await PredictAsync("logged-pickle", new { amount = Number(row[0]), hour = Number(row[1]), distance = Number(row[2]) });
            Assert.Equal(Number(row[^1]), answer.RootElement.GetProperty("score").GetDouble(), 1e-12);
        }
    }

    [Fact]
    public async Task What_would_run_code_is_listed_with_the_reason_and_never_champion()
    {
        await RegisterAsync("code-only", "flavors:\n  python_function: {loader_module: my.module}\n");

        string why = (await server.Home.Adopt.AdoptAsync("code-only", 1, Cancellation))!;

        Assert.Contains("running code", why, StringComparison.Ordinal);
        Assert.Contains("running code", server.Home.Registry.FindVersion("code-only", 1)!.Unreadable, StringComparison.Ordinal);
        Assert.Contains("running code", await PromoteAsync("code-only", HttpStatusCode.Conflict), StringComparison.Ordinal);
        Assert.Null(server.Home.Models.Find(new ModelReference("code-only", null, 1)));
    }

    [Theory]
    [InlineData("no-description", null, "no MLmodel")]
    [InlineData("no-file", "flavors:\n  onnx: {data: model.onnx}\n", "model.onnx")]
    [InlineData("outside", "flavors:\n  onnx: {data: ../../other/model.onnx}\n", "outside its folder")]
    [InlineData("garbage", "flavors:\n  onnx: {data: MLmodel}\n", "")]
    public async Task A_folder_that_cannot_be_read_says_why(string name, string? description, string part)
    {
        await RegisterAsync(name, description);

        Assert.Contains(part, await server.Home.Adopt.AdoptAsync(name, 1, Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_version_of_Hamf_is_copied_to_another_name_with_its_detector()
    {
        ImportOutcome original = new ImportFlow(server.Home.Runs, server.Home.Models, server.Home.Artifacts).Import(
            new ImportRequest
            {
                Name = "original",
                Files = [new ImportFile("logistic.pkl", Fixture("logistic.pkl")), new ImportFile("names.json", Fixture("names.json"))],
                Actor = "test",
            },
            Cancellation);
        (await server.PostAsync("registered-models/create", new { name = "copied" })).Ok();
        (await server.PostAsync("model-versions/create", new { name = "copied", source = "models:/original/1" })).Ok();

        Assert.Null(await server.Home.Adopt.AdoptAsync("copied", 1, Cancellation));

        ModelVersion copy = server.Home.Models.Find(new ModelReference("copied", null, 1))!;
        Assert.Equal(original.Version.BundleDigest, copy.BundleDigest);
        Assert.Equal(original.Version.DetectorYaml, copy.DetectorYaml);
        await PromoteAsync("copied", HttpStatusCode.OK);
        using JsonDocument answer = await PredictAsync("copied", new { amount = 10.0, hour = 3.0, distance = 1.5 });
        Assert.InRange(answer.RootElement.GetProperty("score").GetDouble(), 0, 1);
        Assert.Equal("copied", answer.RootElement.GetProperty("model").GetString());
    }

    [Theory]
    [InlineData("stranger", false)]
    [InlineData("neighbour", true)]
    public async Task A_detector_from_elsewhere_loses_what_reaches_out_and_a_copy_of_our_own_keeps_it(string name, bool isOwn)
    {
        ImportOutcome original = new ImportFlow(server.Home.Runs, server.Home.Models, server.Home.Artifacts).Import(
            new ImportRequest
            {
                Name = $"{name}-original",
                Files = [new ImportFile("logistic.pkl", Fixture("logistic.pkl")), new ImportFile("names.json", Fixture("names.json"))],
                Actor = "test",
            },
            Cancellation);
        string yaml = original.Version.DetectorYaml + "\nalerts:\n  mail: [team@example.com]\n  reasons: 2\n";
        if (isOwn)
        {
            server.Home.Models.Register(original.Version with { Version = 0, DetectorYaml = yaml });
        }

        await RegisterAsync(
            name,
            "flavors:\n  hamf: {data: model.hamf}\n",
            ("model.hamf", server.Home.Artifacts.Get(original.Version.BundleDigest)),
            ("detector.yaml", Encoding.UTF8.GetBytes(yaml)));

        Assert.Null(await server.Home.Adopt.AdoptAsync(name, 1, Cancellation));

        string adopted = server.Home.Models.Find(new ModelReference(name, null, 1))!.DetectorYaml;
        Assert.Equal(isOwn ? yaml : original.Version.DetectorYaml + "\nalerts:\n  reasons: 2\n", adopted);
        KeyValuePair<string, string>[] tags = [.. server.Home.Registry.FindVersion(name, 1)!.Tags];
        Assert.Equal(isOwn ? [] : [new(AdoptFlow.TakenOutTag, "alerts.mail")], tags);
    }

    [Fact]
    public async Task A_run_of_Hamf_shows_its_model_folder_to_the_client()
    {
        ImportOutcome imported = new ImportFlow(server.Home.Runs, server.Home.Models, server.Home.Artifacts).Import(
            new ImportRequest { Name = "seen", Files = [new ImportFile("logistic.pkl", Fixture("logistic.pkl")), new ImportFile("names.json", Fixture("names.json"))], Actor = "test" },
            Cancellation);

        JsonElement files = (await server.GetAsync($"artifacts/list?run_id={imported.Version.RunId}&path=model")).Ok().GetProperty("files");
        string mlmodel = await server.Client.GetStringAsync($"/get-artifact?run_id={imported.Version.RunId}&path=model/MLmodel", Cancellation);

        Assert.Contains("model/model.onnx", files.EnumerateArray().Select(f => f.GetProperty("path").GetString()));
        Assert.Contains("loader_module: \"mlflow.onnx\"", mlmodel, StringComparison.Ordinal);
        Assert.Equal(
            "models:/seen/1",
            "models:/" + (await server.GetAsync("model-versions/search?filter=name%3D'seen'")).Ok().GetProperty("model_versions")[0].GetProperty("name").GetString() + "/1");
    }

    private async Task RegisterAsync(string name, string? description, params (string Name, byte[] Content)[] files)
    {
        string experiment = (await server.PostAsync("experiments/create", new { name })).Ok().GetProperty("experiment_id").GetString()!;
        string run = (await server.PostAsync("runs/create", new { experiment_id = experiment })).Ok().GetProperty("run").GetProperty("info").GetProperty("run_id").GetString()!;
        (string Name, byte[] Content)[] all = description is null ? files : [.. files, ("MLmodel", Encoding.UTF8.GetBytes(description))];
        foreach ((string file, byte[] content) in all)
        {
            using var body = new ByteArrayContent(content);
            using HttpResponseMessage put = await server.Client.PutAsync($"/api/2.0/mlflow-artifacts/artifacts/{experiment}/{run}/artifacts/model/{file}", body, Cancellation);
            Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        }

        (await server.PostAsync("registered-models/create", new { name })).Ok();
        (await server.PostAsync("model-versions/create", new { name, source = $"mlflow-artifacts:/{experiment}/{run}/artifacts/model", run_id = run })).Ok();
    }

    private async Task<string> PromoteAsync(string name, HttpStatusCode expected)
    {
        using HttpResponseMessage answer = await server.Client.PostAsync(
            $"/models/{name}/aliases/champion", new StringContent("{\"version\":1,\"reason\":\"test\"}", Encoding.UTF8, "application/json"), Cancellation);
        string text = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.True(expected == answer.StatusCode, text);
        return text;
    }

    private async Task<JsonDocument> PredictAsync(string name, object row)
    {
        using var body = new StringContent(JsonSerializer.Serialize(row), Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await server.Client.PostAsync($"/models/{name}/predict", body, Cancellation);
        string text = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text);
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static byte[] Fixture(string name) => File.ReadAllBytes(PathOf(name));

    private static string PathOf(string name) => Path.Combine(RealPart.RepositoryRoot, "tests", "Hamf.Models.Tests", "Fixtures", "Import", "flow", name);
}
