using System.Text.Json;
using Hamf.Pipeline.Registry.Tracking;

namespace Hamf.Mlflow.Tests;

/// <summary>Where the files of a registered version may be, and what becomes of URIs that name something here.</summary>
public sealed class VersionSourceTests(MlflowServer server) : IClassFixture<MlflowServer>
{
    private static readonly object[] PromptTags = [new { key = "mlflow.prompt.is_prompt", value = "true" }];

    [Theory]
    [InlineData("mlflow-artifacts:/models")]
    [InlineData("mlflow-artifacts:/models/")]
    [InlineData("mlflow-artifacts:/models///")]
    [InlineData("mlflow-artifacts:/models/foo///bar")]
    [InlineData("mlflow-artifacts://host:9000/models")]
    [InlineData("mlflow-artifacts://host:9000/models/artifact/..../")]
    [InlineData("mlflow-artifacts:/models/a%20b")]
    [InlineData("artifacts:/1/0123/artifacts")]
    [InlineData("s3://bucket/path/to/model")]
    [InlineData("s3://bucket")]
    [InlineData("http://host:9000/models/x?versionId=7")]
    [InlineData("dbfs:/models/x")]
    [InlineData("wasbs://container@account.blob.core.windows.net/model")]
    [InlineData("runs:/unknown/model")]
    public async Task A_URI_that_leads_straight_down_is_taken(string source)
    {
        string name = await server.NewModelAsync();

        await server.NewVersionAsync(name, source);

        Assert.Equal(source, (await server.VersionAsync(name, "1")).Text("source"));
        Assert.Equal(source, await DownloadUriAsync(name, "1"));
    }

    [Theory]
    [InlineData("mlflow-artifacts://host:9000/models/../../../")]
    [InlineData("http://host:9000/models/../../../")]
    [InlineData("https://host/api/2.0/mlflow-artifacts/artifacts/../../../")]
    [InlineData("s3a://my_bucket/api/2.0/mlflow-artifacts/artifacts/../../../")]
    [InlineData("ftp://host:8888/api/2.0/mlflow-artifacts/artifacts/../../../")]
    [InlineData("mlflow-artifacts://host:9000/models/..%2f..%2fartifacts")]
    [InlineData("mlflow-artifacts://host:9000/models/artifact%00")]
    [InlineData("mlflow-artifacts:/..")]
    [InlineData("mlflow-artifacts:/../")]
    [InlineData("mlflow-artifacts:..")]
    [InlineData("mlflow-artifacts:../x")]
    [InlineData("mlflow-artifacts:models/x")]
    [InlineData("mlflow-artifacts:")]
    [InlineData("mlflow-artifacts:/")]
    [InlineData("mlflow-artifacts:/x/./y")]
    [InlineData("mlflow-artifacts:/x/%2e%2e/y")]
    [InlineData("mlflow-artifacts:/x/%2E./y")]
    [InlineData("mlflow-artifacts:/x/%252e%252e/y")]
    [InlineData("mlflow-artifacts:/x/%25252e%25252e%25252fy")]
    [InlineData("mlflow-artifacts:/x%2f..%2fy")]
    [InlineData("mlflow-artifacts:/x/..%5c..%5cy")]
    [InlineData("mlflow-artifacts:/x\\..\\y")]
    [InlineData("mlflow-artifacts:/x#/../../etc/passwd")]
    [InlineData("mlflow-artifacts:/x#fragment")]
    [InlineData("mlflow-artifacts:/x%23/../y")]
    [InlineData("mlflow-artifacts:/x%2523y")]
    [InlineData("mlflow-artifacts:/x?/../../etc/passwd")]
    [InlineData("mlflow-artifacts:/x%3fy")]
    [InlineData("mlflow-artifacts:/x%2500y")]
    [InlineData("mlflow-artifacts:/x%0ay")]
    [InlineData("mlflow-artifacts:/x\t/y")]
    [InlineData("mlflow-artifacts:/x/%c0%ae%c0%ae/y")]
    [InlineData("mlflow-artifacts:/x/%ff/y")]
    [InlineData("s3://bucket/a/../../b")]
    [InlineData("s3:/my_bucket/models/path/../../other/path")]
    [InlineData("s3://bucket/%2e%2e/%2e%2e/b")]
    [InlineData("runs:/run/../../x")]
    [InlineData("runs:/run/%2e%2e/x")]
    [InlineData("models:/x/../y")]
    [InlineData("MLFLOW-ARTIFACTS:/x/..")]
    [InlineData("jar:file:../../etc/passwd")]
    public async Task A_URI_that_leads_elsewhere_is_refused(string source)
    {
        string name = await server.NewModelAsync();

        (await server.PostAsync("model-versions/create", new { name, source, run_id = "run" }))
            .Refused(400, "INVALID_PARAMETER_VALUE", "If supplying a source as an http, https,");
        Assert.False((await server.ModelAsync(name)).TryGetProperty("latest_versions", out _));
    }

    [Theory]
    [InlineData("file:///etc/passwd", "Invalid prompt source")]
    [InlineData("file:///", "Invalid prompt source")]
    [InlineData("FILE:/etc/passwd", "Invalid prompt source")]
    [InlineData("file://remote-host/etc/passwd", "Invalid prompt source")]
    [InlineData("/etc/passwd", "Invalid prompt source")]
    [InlineData("../x", "Invalid prompt source")]
    [InlineData("..", "Invalid prompt source")]
    [InlineData("~root", "Invalid prompt source")]
    [InlineData("c:\\x", "Invalid prompt source")]
    [InlineData("file%3A%2F%2F%2Fetc", "Invalid prompt source")]
    [InlineData("https://example.com/../../etc/passwd", "Invalid model version source")]
    [InlineData("http://example.com/path/..%2f..%2fsecret", "Invalid model version source")]
    public async Task A_prompt_names_no_file(string source, string reason)
    {
        string name = await server.NewModelAsync();

        (await server.PostAsync("model-versions/create", new { name, source, tags = PromptTags })).Refused(400, "INVALID_PARAMETER_VALUE", reason);
    }

    [Theory]
    [InlineData("dummy-source")]
    [InlineData("1")]
    [InlineData("")]
    [InlineData("https://example.com/prompts/1")]
    public async Task The_source_of_a_prompt_is_a_word_a_URI_or_nothing(string source)
    {
        string name = await server.NewModelAsync();

        (await server.PostAsync("model-versions/create", new { name, source, tags = PromptTags })).Ok();
        (await server.PostAsync("model-versions/create", new { name, tags = PromptTags })).Ok();
    }

    [Fact]
    public async Task A_logged_model_says_which_versions_were_registered_from_it()
    {
        string name = await server.NewModelAsync();
        string experiment = (await server.PostAsync("experiments/create", new { name })).Ok().GetProperty("experiment_id").GetString()!;
        JsonElement info = (await server.PostAsync("logged-models", new { experiment_id = experiment })).Ok().GetProperty("model").GetProperty("info");
        string id = info.GetProperty("model_id").GetString()!;
        object version = new { name, source = info.GetProperty("artifact_uri").GetString(), model_id = id };

        await server.PostAsync("model-versions/create", version);
        string[] first = await TagsAsync();
        await server.PostAsync("model-versions/create", version);
        string[] second = await TagsAsync();
        await server.SendAsync(HttpMethod.Patch, $"logged-models/{id}/tags", new { tags = new[] { new { key = "mlflow.modelVersions", value = "[{}, 7" } } });
        await server.PostAsync("model-versions/create", version);

        Assert.Equal([$$"""[{"name": "{{name}}", "version": 1}]"""], first);
        Assert.Equal([$$"""[{"name": "{{name}}", "version": 1}, {"name": "{{name}}", "version": 2}]"""], second);
        Assert.Equal([$$"""[{"name": "{{name}}", "version": 3}]"""], await TagsAsync());

        async Task<string[]> TagsAsync() =>
            [.. (await server.GetAsync($"logged-models/{id}")).Ok().GetProperty("model").GetProperty("info").GetProperty("tags").EnumerateArray()
                .Where(tag => tag.GetProperty("key").GetString() == "mlflow.modelVersions").Select(tag => tag.GetProperty("value").GetString()!)];
    }

    [Theory]
    [InlineData("/tmp")]
    [InlineData("/")]
    [InlineData("model")]
    [InlineData("./model")]
    [InlineData("../model")]
    [InlineData("~/model")]
    [InlineData("//host/share")]
    [InlineData("\\\\host\\share")]
    [InlineData("C:\\models\\x")]
    [InlineData("c:/models/x")]
    [InlineData("file:///tmp")]
    [InlineData("file:/etc/passwd")]
    [InlineData("FILE:///etc/passwd")]
    [InlineData("file:relative")]
    [InlineData("file:")]
    [InlineData("file://localhost/etc")]
    [InlineData("file%3A///etc/passwd")]
    [InlineData(" file:///etc/passwd")]
    [InlineData("file:///etc/%2e%2e/etc/passwd")]
    [InlineData("file:///x#/../etc")]
    public async Task A_local_path_is_refused_without_its_run(string source)
    {
        string name = await server.NewModelAsync();

        (await server.PostAsync("model-versions/create", new { name, source })).Refused(400, "INVALID_PARAMETER_VALUE", "To use a local path as a model version");
        (await server.PostAsync("model-versions/create", new { name, source, run_id = "nobody" }))
            .Refused(400, "INVALID_PARAMETER_VALUE", "To use a local path as a model version");
    }

    [Fact]
    public async Task A_local_path_is_taken_inside_the_artifacts_of_its_own_run()
    {
        string name = await server.NewModelAsync();
        string run = LocalRun();
        string root = server.Home.Tracking.FindRun(run)!.ArtifactUri;
        string folder = root["file://".Length..];

        foreach (string source in (string[])[root, root + "/model", root + "/.", root + "/model/..", folder, folder + "/model", folder + "//model/"])
        {
            (await server.PostAsync("model-versions/create", new { name, source, run_id = run })).Ok();
        }

        foreach (string source in (string[])
        [
            "/tmp", folder + "/..", folder + "x", folder + "/../other", root + "/%2e%2e", root + "/..%2f..", root + "/%252e%252e/x", root + "#/../..", root + "/a\\..\\..",
        ])
        {
            (await server.PostAsync("model-versions/create", new { name, source, run_id = run }))
                .Refused(400, "INVALID_PARAMETER_VALUE", "To use a local path as a model version");
        }

        (await server.PostAsync("model-versions/create", new { name, source = "file://123.456.789.123/path/to/source", run_id = run }))
            .Refused(400, "INVALID_PARAMETER_VALUE", "is not a valid remote uri");
    }

    [Fact]
    public async Task A_run_is_resolved_to_where_its_artifacts_are()
    {
        string name = await server.NewModelAsync();
        string run = server.Home.Runs.Start("source test", "r");

        await server.NewVersionAsync(name, $"runs:/{run}/some/model", run);

        Assert.Equal($"{server.Home.Tracking.FindRun(run)!.ArtifactUri}/some/model", LocationOf(name, 1));
        Assert.Equal($"runs:/{run}/some/model", await DownloadUriAsync(name, "1"));
        Assert.Equal($"runs:/{run}/some/model", (await server.VersionAsync(name, "1")).Text("source"));
    }

    [Fact]
    public async Task A_model_that_a_run_has_logged_is_found_by_its_name_in_the_run()
    {
        string name = await server.NewModelAsync();
        string experiment = await server.NewExperimentAsync(name);
        string run = await server.NewRunAsync(experiment);
        string other = await server.NewRunAsync(experiment);
        string first = await LogModelAsync(run, "model");

        await server.NewVersionAsync(name, $"runs:/{run}/model", run);
        await server.NewVersionAsync(name, $"runs:/{run}/model/data", run);
        await server.NewVersionAsync(name, $"runs:/{run}/else", run);
        await server.NewVersionAsync(name, $"runs:/{other}/model", other);
        string second = await LogModelAsync(run, "model");
        await server.NewVersionAsync(name, $"runs:/{run}/model", run);

        Assert.Equal(
            [first, first + "/data", Of(run) + "/else", Of(other) + "/model", second],
            [LocationOf(name, 1), LocationOf(name, 2), LocationOf(name, 3), LocationOf(name, 4), LocationOf(name, 5)]);
        Assert.Equal((first, $"runs:/{run}/else"), (await DownloadUriAsync(name, "1"), await DownloadUriAsync(name, "3")));

        async Task<string> LogModelAsync(string source_run_id, string name) => (await server.PostAsync(
            "logged-models", new { experiment_id = experiment, name, source_run_id })).Ok().GetProperty("model").GetProperty("info").Text("artifact_uri");

        string Of(string id) => server.Home.Tracking.FindRun(id)!.ArtifactUri;
    }

    [Fact]
    public async Task An_address_of_this_server_is_its_own_space()
    {
        string name = await server.NewModelAsync();
        string own = new Uri(server.Client.BaseAddress!, "/api/2.0/mlflow-artifacts/artifacts/7/model").AbsoluteUri;
        string other = "http://elsewhere:5000/api/2.0/mlflow-artifacts/artifacts/7/model";

        await server.NewVersionAsync(name, own);
        await server.NewVersionAsync(name, other);

        Assert.Equal(("mlflow-artifacts:/7/model", other), (LocationOf(name, 1), LocationOf(name, 2)));
        Assert.Equal((own, other), (await DownloadUriAsync(name, "1"), await DownloadUriAsync(name, "2")));
    }

    [Fact]
    public async Task A_copy_has_the_files_of_what_was_copied()
    {
        string name = await server.NewModelAsync();
        string other = await server.NewModelAsync();
        await server.NewVersionAsync(name);
        (await server.PostAsync("registered-models/alias", new { name, alias = "best", version = "1" })).Ok();

        await server.NewVersionAsync(other, $"models:/{name}/1");
        await server.NewVersionAsync(other, $"models:/{other}/1");
        await server.NewVersionAsync(other, $"models:/{name}@best");

        Assert.Equal($"models:/{name}/1", (await server.VersionAsync(other, "1")).Text("source"));
        Assert.Equal(["runs:/run_id/model", "runs:/run_id/model", "runs:/run_id/model"], [await DownloadUriAsync(other, "1"), await DownloadUriAsync(other, "2"), await DownloadUriAsync(other, "3")]);
    }

    [Fact]
    public async Task A_prompt_has_no_files_to_check()
    {
        object[] tags = [new { key = "mlflow.prompt.is_prompt", value = "true" }, new { key = "mlflow.prompt.text", value = "Say {{x}}" }];
        string name = await server.NewModelAsync("prompt", [tags[0]]);

        JsonElement made = (await server.PostAsync("model-versions/create", new { name, source = "prompt-template", tags })).Ok();

        Assert.Equal("prompt-template", made.GetProperty("model_version").Text("source"));
    }

    private string LocationOf(string name, int version) => server.Home.Registry.FindVersion(name, version)!.StorageLocation;

    private async Task<string> DownloadUriAsync(string name, string version) =>
        (await server.GetAsync($"model-versions/get-download-uri?name={Uri.EscapeDataString(name)}&version={version}")).Ok().Text("artifact_uri");

    private string LocalRun()
    {
        long experiment = server.Home.Tracking.CreateExperiment($"local {Guid.NewGuid():N}", $"file://{server.HomePath}/local-artifacts", []);
        return server.Home.Tracking.CreateRun(new NewRun { ExperimentId = experiment }).RunId;
    }
}
