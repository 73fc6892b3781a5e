using System.Text.Json;

namespace Hamf.Mlflow.Tests;

/// <summary>Every known way out of the tree of artifacts, sent raw to every route that takes a path: none leads anywhere.</summary>
public sealed class ArtifactTraversalTests(MlflowServer server) : IClassFixture<MlflowServer>
{
    private const string Secret = "canary-7c1d";
    private const string Proxy = "/api/2.0/mlflow-artifacts/";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string CanaryPath => Path.Combine(server.HomePath, "canary.txt");

    public static TheoryData<string> Tricks => [.. File
        .ReadLines(Path.Combine(TestKit.RealPart.RepositoryRoot, "tests", "Hamf.Mlflow.Tests", "Traversal", "tricks.txt"))
        .Where(line => line.Length > 0 && !line.StartsWith('#'))];

    // In a query the folder itself is no trick: it is what is listed.
    public static TheoryData<string> FieldTricks => [.. Tricks.Select(trick => trick.Data).Where(trick => trick is not ("." or "./"))];

    [Fact]
    public void The_corpus_is_there() => Assert.True(Tricks.Count >= 60);

    [Theory]
    [MemberData(nameof(Tricks))]
    public async Task No_address_leads_out(string trick)
    {
        string path = await PrepareAsync(trick);
        string[] before = Outside();

        foreach (string prefix in (string[])[Proxy, "/ajax-api/2.0/mlflow-artifacts/"])
        {
            foreach (string method in (string[])["GET", "HEAD", "PUT", "DELETE"])
            {
                await RefusedAsync(method, $"{prefix}artifacts/{path}", method == "PUT" ? "overwritten" : "");
                await RefusedAsync(method, $"{prefix}artifacts/1/r/artifacts/{path}", method == "PUT" ? "overwritten" : "");
            }
        }

        await RefusedAsync("POST", $"{Proxy}mpu/create/{path}", """{"path":"x","num_parts":1}""");
        await RefusedAsync("PUT", $"{Proxy}mpu/part/{path}/1", "overwritten");
        Unharmed(before);
    }

    [Theory]
    [MemberData(nameof(FieldTricks))]
    public async Task No_field_leads_out(string trick)
    {
        string path = await PrepareAsync(trick);
        string[] before = Outside();
        string run = await RunAsync();

        // The field of a query is decoded once, as an address is.
        string field = path.Replace("#", "%23", StringComparison.Ordinal).Replace("?", "%3f", StringComparison.Ordinal).Replace(" ", "%20", StringComparison.Ordinal);
        await RefusedAsync("GET", $"{Proxy}artifacts?path={field}", "");
        await RefusedAsync("GET", $"/get-artifact?run_id={run}&path={field}", "");
        await RefusedAsync("GET", $"/api/2.0/mlflow/artifacts/list?run_id={run}&path={field}", "");
        await RefusedAsync("GET", $"/ajax-api/2.0/mlflow/artifacts/list?run_id={run}&path={field}", "");
        await RefusedAsync("GET", $"/model-versions/get-artifact?name=traversed&version=1&path={field}", "");
        Unharmed(before);
    }

    [Fact]
    public async Task A_part_of_an_upload_goes_nowhere_else()
    {
        await PrepareAsync("..");
        string[] before = Outside();
        foreach (string id in (string[])["..", "%2e%2e", "..%2f..", "../..", "0123", new string('a', 32), "%00"])
        {
            await RefusedAsync("PUT", $"{Proxy}mpu/part/{id}/1", "overwritten");
            await RefusedAsync("POST", $"{Proxy}mpu/complete/1/r", JsonSerializer.Serialize(new { path = "x", upload_id = id, parts = new[] { new { part_number = 1, etag = "../canary.txt" } } }));
        }

        Unharmed(before);
    }

    private async Task<string> PrepareAsync(string trick)
    {
        await File.WriteAllTextAsync(CanaryPath, Secret, Cancellation);
        return trick.Replace("CANARY", CanaryPath.TrimStart('/'), StringComparison.Ordinal)
            .Replace("UP", "../../../..", StringComparison.Ordinal)
            .Replace("LONGNAME", new string('x', 256), StringComparison.Ordinal)
            .Replace("LONGPATH", string.Join('/', Enumerable.Repeat(new string('x', 100), 11)), StringComparison.Ordinal);
    }

    private async Task<string> RunAsync()
    {
        JsonElement run = (await server.PostAsync("runs/create", new { experiment_id = "0" })).Ok();
        return run.GetProperty("run").GetProperty("info").GetProperty("run_id").GetString()!;
    }

    private async Task RefusedAsync(string method, string target, string body)
    {
        (int status, string answer) = await RawHttp.SendAsync(server.Client.BaseAddress!, method, target, body, Cancellation);

        Assert.True(status is 400 or 404, $"{method} {target}: {answer}");
        Assert.DoesNotContain(Secret, answer, StringComparison.Ordinal);
        Assert.DoesNotContain("root:", answer, StringComparison.Ordinal);
        Assert.DoesNotContain(server.HomePath + "/artifacts", answer, StringComparison.Ordinal);
    }

    private void Unharmed(string[] before)
    {
        Assert.Equal(Secret, File.ReadAllText(CanaryPath));
        Assert.Equal(before, Outside());
    }

    // The databases' own files come and go.
    private string[] Outside() =>
        [.. Directory.GetFiles(server.HomePath, "*", SearchOption.AllDirectories).Where(file => !file.Contains(".db", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
}
