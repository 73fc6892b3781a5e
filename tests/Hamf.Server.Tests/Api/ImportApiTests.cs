using System.Net.Http.Headers;
using System.Text.Json;
using Hamf.Pipeline.Governance;
using Hamf.Pipeline.Registry;
using Hamf.Server.Tests.Security;

namespace Hamf.Server.Tests.Api;

/// <summary><c>POST /models/import</c> on a real server, with files that scikit-learn wrote.</summary>
public sealed class ImportApiTests
{
    private const string Nullable =
        "name: fraud\nevents:\n  columns:\n    amount: number\n    hour: number\n    distance: {type: number, nullable: true}\n";

    [Fact]
    public async Task Imports_and_serves_at_once()
    {
        await using TestServer server = await TestServer.StartAsync();

        JsonElement imported = (await PostAsync(server, ["logistic.pkl", "names.json"], ("name", "fraud"))).Ok();
        JsonElement scored = (await server.PostAsync("/predict", """{"amount":101.74651818801738,"hour":3,"distance":60.320410862014654}""")).Ok();

        Assert.Equal(1, imported.GetProperty("version").GetInt32());
        Assert.Equal("champion", imported.GetProperty("aliases")[0].GetString());
        Assert.Equal(0.924948734673069, scored.GetProperty("fraud_probability").GetDouble(), 1e-12);
        JsonElement full = (await server.PostAsync("/models/fraud/predict", """{"amount":101.7,"hour":3,"distance":60.3}""")).Ok();
        Assert.Equal(1, full.GetProperty("decision").GetInt32());
        Assert.NotEqual(0, full.GetProperty("reasons").GetArrayLength());
        Assert.Empty(server.Errors);
    }

    [Fact]
    public async Task A_model_of_texts_answers_to_its_text()
    {
        await using TestServer server = await TestServer.StartAsync();
        (await PostAsync(server, ["words.pkl", "vectorizer.pkl"], ("name", "spam"))).Ok();

        JsonElement spam = (await server.PostAsync("/predict", """{"text":"win free cash"}""")).Ok();
        JsonElement many = (await server.PostAsync("/predict", """{"data":[{"text":"lunch at noon"},{"text":"claim your prize"}]}""")).Ok();

        Assert.True(spam.GetProperty("fraud_probability").GetDouble() > 0.5);
        Assert.Equal([0, 1], many.GetProperty("predictions").EnumerateArray().Select(p => p.GetInt32()));
        (await server.PostAsync("/predict", "{}")).Problem(422, "invalid_values");
        Assert.Empty(server.Errors);
    }

    [Fact]
    public async Task The_same_files_again_are_the_same_version()
    {
        await using TestServer server = await TestServer.StartAsync();
        (await PostAsync(server, ["logistic.pkl"], ("name", "fraud"))).Ok();

        JsonElement again = (await PostAsync(server, ["logistic.pkl"], ("name", "fraud"))).Ok();

        Assert.True(again.GetProperty("known").GetBoolean());
        Assert.Single(server.Home.Models.List("fraud"));
    }

    [Fact]
    public async Task A_hostile_file_is_refused_and_leaves_no_trace()
    {
        await using TestServer server = await TestServer.StartAsync();
        string mark = Path.Combine(Path.GetTempPath(), $"hamf-{Guid.NewGuid():N}");
        byte[] hostile = System.Text.Encoding.ASCII.GetBytes($"cos\nsystem\n(S'touch {mark}'\ntR.");

        Answer answer = await PostAsync(server, [("../../model.pkl", hostile)], [("name", "fraud")]);

        Assert.Contains("os.system", answer.Problem(422, "not_importable").GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.False(File.Exists(mark));
        Assert.Empty(server.Home.Models.List(null));
        Assert.Empty(server.Home.Runs.List(null, 10));
        Assert.Empty(server.Errors);
    }

    [Fact]
    public async Task A_row_that_the_model_refuses_is_named_with_the_reason()
    {
        await using TestServer server = await TestServer.StartAsync();
        (await PostAsync(server, ["logistic.pkl", "names.json"], ("detector", Nullable))).Ok();

        JsonElement problem = (await server.PostAsync("/predict", """{"amount":1,"hour":2}""")).Problem(422, "invalid_values");

        Assert.Contains("missing", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        (await server.PostAsync("/predict", """{"amount":1,"hour":2,"distance":3}""")).Ok();
        Assert.Empty(server.Errors);
    }

    [Fact]
    public async Task A_model_without_a_score_is_registered_but_never_serves()
    {
        await using TestServer server = await TestServer.StartAsync();

        JsonElement imported = (await PostAsync(server, ["margin.pkl"], ("name", "margin"))).Ok();

        Assert.False(imported.GetProperty("has_score").GetBoolean());
        (await server.PostAsync("/models/margin/predict", """{"x0":1,"x1":2,"x2":3}""")).Problem(503, "model_not_loaded");
        (await server.PostAsync("/models/margin/aliases/champion", """{"version":1}""")).Problem(409, "version_not_loadable");
    }

    [Fact]
    public async Task Bodies_that_are_no_import_are_refused()
    {
        await using TestServer server = await TestServer.StartAsync(options: new HamfServerOptions { MaxImportBytes = 2048 });

        (await server.PostAsync("/models/import", "{}")).Problem(415, "unsupported_media_type");
        (await PostAsync(server, Array.Empty<string>(), ("name", "fraud"))).Problem(400, "malformed_request");
        (await PostAsync(server, ["logistic.pkl"])).Problem(422, "invalid_values");
        (await PostAsync(server, ["logistic.pkl"], ("name", "no good"))).Problem(422, "not_importable");
        (await PostAsync(server, ["logistic.pkl"], ("name", "fraud"), ("alias", "latest"))).Problem(422, "not_importable");
        (await PostAsync(server, ["logistic.pkl"], ("name", "fraud"), ("threshold", "high"))).Problem(422, "invalid_values");
        (await PostAsync(server, ["isolation.pkl"], ("name", "fraud"))).Problem(413, "too_large");
        Assert.Empty(server.Home.Models.List(null));
        Assert.Empty(server.Errors);
    }

    [Theory]
    [InlineData(Role.Trainer, "champion", 403)]
    [InlineData(Role.Trainer, "candidate", 200)]
    [InlineData(Role.Admin, "champion", 200)]
    public async Task A_protected_alias_comes_with_an_import_of_an_admin_only(Role role, string alias, int status)
    {
        await using GuardedServer guarded = await GuardedServer.StartAsync();
        (string, byte[])[] files = [("logistic.pkl", File.ReadAllBytes(PathOf("logistic.pkl")))];
        await PostAsync(guarded.Server, files, [("name", "risk"), ("threshold", "0.6")], guarded.Keys[Role.Trainer]);

        Answer answer = await PostAsync(guarded.Server, files, [("name", "risk"), ("alias", alias)], guarded.Keys[role]);

        Assert.Equal(status, (int)answer.Status);
        int champion = guarded.Server.Home.Models.Find(new ModelReference("risk", ModelReference.Champion, null))!.Version;
        Assert.Equal(alias == "champion" && role == Role.Admin ? 2 : 1, champion);
    }

    [Fact]
    public async Task Fields_without_end_are_refused()
    {
        await using TestServer server = await TestServer.StartAsync();

        Answer answer = await PostAsync(server, [("a.pkl", [0x80])], [.. Enumerable.Repeat(("columns", "a"), 10_001)]);

        Assert.Contains("fields", answer.Problem(413, "too_large").GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    private static Task<Answer> PostAsync(TestServer server, string[] files, params (string Name, string Value)[] fields) =>
        PostAsync(server, Array.ConvertAll(files, file => (file, File.ReadAllBytes(PathOf(file)))), fields);

    private static async Task<Answer> PostAsync(
        TestServer server, (string Name, byte[] Content)[] files, (string Name, string Value)[] fields, string? key = null)
    {
        using var form = new MultipartFormDataContent();
        foreach ((string name, string value) in fields)
        {
            form.Add(new StringContent(value), name);
        }

        foreach ((string name, byte[] content) in files)
        {
            var part = new ByteArrayContent(content);
            part.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            form.Add(part, "file", name);
        }

        using HttpRequestMessage request = new(HttpMethod.Post, "/models/import") { Content = form };
        request.Headers.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        return await server.SendAsync(request);
    }

    private static string PathOf(string name) => Path.Combine(Repository.Root, "tests", "Hamf.Models.Tests", "Fixtures", "Import", "flow", name);
}
