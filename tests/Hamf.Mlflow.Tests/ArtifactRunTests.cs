using System.Net;
using System.Text.Json;

namespace Hamf.Mlflow.Tests;

/// <summary>Artifacts of runs and versions, and uploads in parts.</summary>
public sealed class ArtifactRunTests(MlflowServer server) : IClassFixture<MlflowServer>
{
    private const string Proxy = "/api/2.0/mlflow-artifacts/";
    private const string Upload = "/ajax-api/2.0/mlflow/upload-artifact";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_runs_artifacts_are_listed_relative_to_it_and_sent()
    {
        (string run, string uri) = await CreateRunAsync();
        string root = Proxy + "artifacts/" + uri["mlflow-artifacts:/".Length..];
        await server.Client.PutAsync($"{root}/a.txt", new StringContent("abcdefg"), Cancellation);
        await server.Client.PutAsync($"{root}/dir/b.txt", new StringContent("1"), Cancellation);

        Assert.Equal(
            $$"""{"root_uri":"{{uri}}","files":[{"path":"a.txt","is_dir":false,"file_size":7},{"path":"dir","is_dir":true}]}""",
            (await server.GetAsync($"artifacts/list?run_id={run}")).Text);
        Assert.Equal(
            $$"""{"root_uri":"{{uri}}","files":[{"path":"dir/b.txt","is_dir":false,"file_size":1}]}""",
            (await server.GetAsync($"artifacts/list?run_uuid={run}&path=dir")).Text);
        Assert.Equal((await server.GetAsync($"artifacts/list?run_id={run}")).Text, (await server.GetAsync($"artifacts/list?run_id={run}&path=.")).Text);
        Assert.Equal((await server.GetAsync($"artifacts/list?run_id={run}&path=dir")).Text, (await server.GetAsync($"artifacts/list?run_id={run}&path=.%2Fdir%2F.")).Text);
        Assert.Equal("abcdefg", await server.Client.GetStringAsync($"/get-artifact?run_id={run}&path=a.txt", Cancellation));
        Assert.Equal("1", await server.Client.GetStringAsync($"/get-artifact?run_uuid={run}&path=dir/b.txt", Cancellation));
        Assert.Equal(HttpStatusCode.NotFound, (await server.Client.GetAsync($"/get-artifact?run_id={run}&path=none", Cancellation)).StatusCode);
        (await server.GetAsync($"artifacts/list?run_id={new string('0', 32)}")).Refused(404, "RESOURCE_DOES_NOT_EXIST", "not found");
        (await server.GetAsync("artifacts/list")).Refused(400, "INVALID_PARAMETER_VALUE", "run_id");
    }

    [Fact]
    public async Task An_experiment_whose_location_is_this_servers_own_address_is_served()
    {
        string location = new Uri(server.Client.BaseAddress!, Proxy + "artifacts/by-address").AbsoluteUri;
        (string run, string uri) = await RunAtAsync(location);
        await server.Client.PutAsync($"{uri}/dir/b.txt", new StringContent("1"), Cancellation);

        Assert.StartsWith(location, uri, StringComparison.Ordinal);
        Assert.Equal(
            $$"""{"root_uri":"{{uri}}","files":[{"path":"dir/b.txt","is_dir":false,"file_size":1}]}""",
            (await server.GetAsync($"artifacts/list?run_id={run}&path=dir")).Text);
        Assert.Equal("1", await server.Client.GetStringAsync($"/get-artifact?run_id={run}&path=dir/b.txt", Cancellation));
    }

    [Theory]
    [InlineData("http://elsewhere:5000/api/2.0/mlflow-artifacts/artifacts/x")]
    [InlineData("OWN/api/2.0/mlflow-artifacts/artifactsx")]
    [InlineData("OWN/api/2.0/mlflow/artifacts/x")]
    [InlineData("OWN")]
    public async Task An_experiment_at_another_address_is_not(string location)
    {
        (string run, _) = await RunAtAsync(location.Replace("OWN", server.Client.BaseAddress!.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal));

        (await server.GetAsync($"artifacts/list?run_id={run}")).Refused(403, "PERMISSION_DENIED");
    }

    [Fact]
    public async Task An_own_address_leads_straight_down()
    {
        string location = new Uri(server.Client.BaseAddress!, Proxy + "artifacts/").AbsoluteUri;
        (string run, _) = await RunAtAsync(location + "x/../../y");

        (await server.GetAsync($"artifacts/list?run_id={run}")).Refused(400, "INVALID_PARAMETER_VALUE", "Invalid path");
    }

    [Theory]
    [InlineData("/get-artifact?run_id=nobody&path=../x")]
    [InlineData("//model-versions/get-artifact?name=nobody&version=1&path=../x")]
    public async Task A_path_that_leads_out_is_refused_before_anything_is_looked_for(string target)
    {
        (int status, string answer) = await RawHttp.SendAsync(server.Client.BaseAddress!, "GET", target, "", Cancellation);

        Assert.Equal(400, status);
        Assert.EndsWith("""{"error_code":"INVALID_PARAMETER_VALUE","message":"Invalid path"}""", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_uploads_a_file_to_a_run()
    {
        (string run, _) = await CreateRunAsync();
        using StringContent content = new("hello world");

        using HttpResponseMessage sent = await server.Client.PostAsync($"{Upload}?run_uuid={run}&path=dir/test.txt", content, Cancellation);

        Assert.Equal(HttpStatusCode.OK, sent.StatusCode);
        Assert.Equal("hello world", await server.Client.GetStringAsync($"/get-artifact?run_uuid={run}&path=dir/test.txt", Cancellation));
    }

    [Theory]
    [InlineData("", "x", 400, "INVALID_PARAMETER_VALUE", "Request must specify run_uuid.")]
    [InlineData("run_uuid=RUN", "x", 400, "INVALID_PARAMETER_VALUE", "Request must specify path.")]
    [InlineData("run_uuid=RUN&path=", "x", 400, "INVALID_PARAMETER_VALUE", "Request must specify path.")]
    [InlineData("run_uuid=RUN&path=../test.txt", "x", 400, "INVALID_PARAMETER_VALUE", "Invalid path")]
    [InlineData("run_uuid=RUN&path=test.txt", "", 400, "INVALID_PARAMETER_VALUE", "Request must specify data.")]
    [InlineData("run_uuid=nobody&path=test.txt", "x", 404, "RESOURCE_DOES_NOT_EXIST", "Run with id=nobody not found")]
    public async Task An_upload_that_is_none_is_refused(string query, string body, int status, string code, string part)
    {
        (string run, _) = await CreateRunAsync();
        using StringContent content = new(body);

        using HttpResponseMessage sent = await server.Client.PostAsync($"{Upload}?{query.Replace("RUN", run, StringComparison.Ordinal)}", content, Cancellation);

        new MlflowAnswer(sent.StatusCode, sent.Content.Headers.ContentType?.MediaType, await sent.Content.ReadAsStringAsync(Cancellation)).Refused(status, code, part);
    }

    [Fact]
    public async Task Nothing_is_uploaded_to_a_place_that_is_not_this_servers()
    {
        string folder = Path.Combine(server.HomePath, "not here");
        JsonElement made = (await server.PostAsync("experiments/create", new { name = "not here", artifact_location = new Uri(folder).AbsoluteUri })).Ok();
        string run = await server.NewRunAsync(made.GetProperty("experiment_id").GetString());
        using StringContent content = new("x");

        using HttpResponseMessage sent = await server.Client.PostAsync($"{Upload}?run_uuid={run}&path=a.txt", content, Cancellation);

        Assert.Equal(HttpStatusCode.Forbidden, sent.StatusCode);
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public async Task A_page_adds_a_file_to_a_run()
    {
        (string run, _) = await CreateRunAsync();

        using HttpResponseMessage added = await UploadAsync($"?run_uuid={run}&path=dir/test.txt", "hello");

        Assert.Equal(HttpStatusCode.OK, added.StatusCode);
        Assert.Equal("hello", await server.Client.GetStringAsync($"/get-artifact?run_uuid={run}&path=dir/test.txt", Cancellation));
    }

    [Theory]
    [InlineData("", "x", "Request must specify run_uuid.")]
    [InlineData("?run_uuid=RUN", "x", "Request must specify path.")]
    [InlineData("?run_uuid=RUN&path=", "x", "Request must specify path.")]
    [InlineData("?run_uuid=RUN&path=../test.txt", "x", "Invalid path")]
    [InlineData("?run_uuid=RUN&path=%ff.txt", "x", "Invalid path")]
    [InlineData("?run_uuid=RUN&path=test.txt", "", "Request must specify data.")]
    public async Task A_page_is_told_what_its_file_lacks(string query, string content, string reason)
    {
        (string run, _) = await CreateRunAsync();

        using HttpResponseMessage answer = await UploadAsync(query.Replace("RUN", run, StringComparison.Ordinal), content);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(reason, await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_Hamf_trains_is_seen_by_a_client()
    {
        string run = server.Home.Runs.Start("trained", "first");
        server.Home.Runs.AddArtifact(run, "report.html", server.Home.Artifacts.Put("<p>well</p>"u8), 11);

        JsonElement list = (await server.GetAsync($"artifacts/list?run_id={run}")).Ok();

        Assert.Equal("""[{"path":"report.html","is_dir":false,"file_size":11}]""", list.GetProperty("files").GetRawText());
        using HttpResponseMessage report = await server.Client.GetAsync($"/get-artifact?run_id={run}&path=report.html", Cancellation);
        Assert.StartsWith("attachment", Assert.Single(report.Content.Headers.GetValues("Content-Disposition")), StringComparison.Ordinal);
        Assert.Contains("sandbox", Assert.Single(report.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_versions_files_are_sent_from_where_they_are()
    {
        (string run, string uri) = await CreateRunAsync();
        await server.Client.PutAsync($"{Proxy}artifacts/{uri["mlflow-artifacts:/".Length..]}/model/MLmodel", new StringContent("flavors: {}"), Cancellation);
        (await server.PostAsync("registered-models/create", new { name = "files" })).Ok();
        (await server.PostAsync("model-versions/create", new { name = "files", source = $"{uri}/model", run_id = run })).Ok();

        Assert.Equal("flavors: {}", await server.Client.GetStringAsync("/model-versions/get-artifact?name=files&version=1&path=MLmodel", Cancellation));
        Assert.Equal(HttpStatusCode.NotFound, (await server.Client.GetAsync("/model-versions/get-artifact?name=files&version=2&path=MLmodel", Cancellation)).StatusCode);
    }

    [Fact]
    public async Task A_place_that_this_server_may_not_read_is_refused()
    {
        JsonElement experiment = (await server.PostAsync("experiments/create", new { name = "elsewhere", artifact_location = "s3://other/place" })).Ok();
        JsonElement run = (await server.PostAsync("runs/create", new { experiment_id = experiment.GetProperty("experiment_id").GetString() })).Ok();

        (await server.GetAsync($"artifacts/list?run_id={run.GetProperty("run").GetProperty("info").GetProperty("run_id").GetString()}")).Refused(403, "PERMISSION_DENIED");
    }

    [Fact]
    public async Task A_large_file_arrives_in_parts_in_any_order()
    {
        byte[] content = new byte[5_000_001];
        new Random(5).NextBytes(content);
        byte[][] parts = [content[..2_000_000], content[2_000_000..4_000_000], content[4_000_000..]];
        JsonElement created = await CreateUploadAsync("big/dir", "/home/anna/model.bin", parts.Length);

        var tags = new string[parts.Length];
        foreach (int i in (int[])[2, 0, 1])
        {
            JsonElement credential = created.GetProperty("credentials")[i];
            Assert.Equal(i + 1, credential.GetProperty("part_number").GetInt32());
            using HttpResponseMessage response = await server.Client.PutAsync(credential.GetProperty("url").GetString(), new ByteArrayContent(parts[i]), Cancellation);
            tags[i] = response.Headers.ETag!.Tag;
        }

        using HttpResponseMessage completed = await CompleteAsync("big/dir", "/home/anna/model.bin", created, tags);

        Assert.Equal("{}", await completed.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal(content, await server.Client.GetByteArrayAsync($"{Proxy}artifacts/big/dir/model.bin", Cancellation));
        Assert.Equal(HttpStatusCode.NotFound, (await CompleteAsync("big/dir", "/home/anna/model.bin", created, tags)).StatusCode);
        Assert.Empty(Directory.GetDirectories(Path.Combine(server.HomePath, "artifacts", ".parts")));
    }

    [Fact]
    public async Task An_upload_with_a_part_missing_or_for_another_file_is_not_completed()
    {
        JsonElement created = await CreateUploadAsync("half", @"C:\data\half.bin", 2);
        using HttpResponseMessage sent = await server.Client.PutAsync(created.GetProperty("credentials")[0].GetProperty("url").GetString(), new ByteArrayContent([1, 2]), Cancellation);
        string tag = sent.Headers.ETag!.Tag;

        Assert.Equal(HttpStatusCode.BadRequest, (await CompleteAsync("half", "half.bin", created, [tag, new string('b', 64)])).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await CompleteAsync("other", "half.bin", created, [tag])).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Client.GetAsync($"{Proxy}artifacts/half/half.bin", Cancellation)).StatusCode);
        await server.Client.PostAsync($"{Proxy}mpu/abort/half", Json(new { path = "half.bin", upload_id = created.GetProperty("upload_id").GetString() }), Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, (await CompleteAsync("half", "half.bin", created, [tag])).StatusCode);
    }

    [Fact]
    public async Task An_upload_that_breaks_leaves_nothing()
    {
        using System.Net.Sockets.TcpClient client = new();
        Uri address = server.Client.BaseAddress!;
        await client.ConnectAsync(address.Host, address.Port, Cancellation);
        string head = $"PUT {Proxy}artifacts/broken.bin HTTP/1.1\r\nHost: {address.Authority}\r\nContent-Length: 5000000\r\n\r\n";
        await client.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes(head + new string('x', 3_000_000)), Cancellation);

        // The server has seen the upload before the connection goes: its file is there.
        string staging = Path.Combine(server.HomePath, "artifacts", ".staging");
        while (!Directory.Exists(staging) || Directory.GetFiles(staging).Length == 0)
        {
            await Task.Yield();
        }

        client.Client.Close(0);
        while (Directory.GetFiles(staging).Length > 0)
        {
            await Task.Yield();
        }

        Assert.Equal(HttpStatusCode.NotFound, (await server.Client.GetAsync($"{Proxy}artifacts/broken.bin", Cancellation)).StatusCode);
    }

    private static StringContent Json(object body) => new(JsonSerializer.Serialize(body), System.Text.Encoding.UTF8, "application/json");

    private async Task<(string Run, string Uri)> CreateRunAsync()
    {
        JsonElement info = (await server.PostAsync("runs/create", new { experiment_id = "0" })).Ok().GetProperty("run").GetProperty("info");
        return (info.GetProperty("run_id").GetString()!, info.GetProperty("artifact_uri").GetString()!);
    }

    private async Task<(string Run, string Uri)> RunAtAsync(string location)
    {
        string experiment = (await server.PostAsync("experiments/create", new { name = $"{Guid.NewGuid():N}", artifact_location = location })).Ok().Text("experiment_id");
        JsonElement info = (await server.PostAsync("runs/create", new { experiment_id = experiment })).Ok().GetProperty("run").GetProperty("info");
        return (info.Text("run_id"), info.Text("artifact_uri"));
    }

    private async Task<JsonElement> CreateUploadAsync(string folder, string path, int count)
    {
        using HttpResponseMessage response = await server.Client.PostAsync($"{Proxy}mpu/create/{folder}", Json(new { path, num_parts = count }), Cancellation);
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancellation)).RootElement;
    }

    private Task<HttpResponseMessage> UploadAsync(string query, string content) =>
        server.Client.PostAsync("/ajax-api/2.0/mlflow/upload-artifact" + query, new StringContent(content), Cancellation);

    private Task<HttpResponseMessage> CompleteAsync(string folder, string path, JsonElement created, IReadOnlyList<string> tags) => server.Client.PostAsync(
        $"{Proxy}mpu/complete/{folder}",
        Json(new { path, upload_id = created.GetProperty("upload_id").GetString(), parts = tags.Select((etag, i) => new { part_number = i + 1, etag, url = "" }) }),
        Cancellation);
}
