using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Hamf.TestKit.Mlflow;

/// <summary>Files of the double.</summary>
internal sealed class MlflowDoubleArtifacts(MlflowDouble server)
{
    private const string Proxy = "/api/2.0/mlflow-artifacts/artifacts";

    /// <summary>Answers a request for files; false when it is none.</summary>
    public async Task<bool> TryAnswerAsync(HttpContext http, MlflowFault fault, Lock turn)
    {
        string path = http.Request.Path.Value!;
        bool hasProxy = !server.Defects.HasFlag(MlflowDefects.NoProxy);
        if (path == Proxy && hasProxy)
        {
            await MlflowDouble.WriteAsync(http, 200, List(http.Request.Query["path"].ToString(), isWhole: false, turn));
            return true;
        }

        if (path == "/api/2.0/mlflow/artifacts/list")
        {
            string root = MlflowDouble.PathOf(RunOf(http).ArtifactUri);
            await MlflowDouble.WriteAsync(http, 200, List($"{root}/{http.Request.Query["path"]}".TrimEnd('/'), isWhole: true, turn));
            return true;
        }

        if (path == "/get-artifact")
        {
            await ReadAsync(http, $"{MlflowDouble.PathOf(RunOf(http).ArtifactUri)}/{http.Request.Query["path"]}", fault, turn);
            return true;
        }

        if (!path.StartsWith(Proxy + "/", StringComparison.Ordinal) || !hasProxy)
        {
            return false;
        }

        await (HttpMethods.IsPut(http.Request.Method) ? WriteAsync(http, path[(Proxy.Length + 1)..], fault, turn) : ReadAsync(http, path[(Proxy.Length + 1)..], fault, turn));
        return true;
    }

    private DoubleRun RunOf(HttpContext http) => server.Runs.GetValueOrDefault(http.Request.Query["run_id"].ToString()) ?? throw MlflowRefusal.Missing("no such run");

    private JsonObject List(string folder, bool isWhole, Lock turn)
    {
        string prefix = folder.Length == 0 ? string.Empty : folder + "/";
        KeyValuePair<string, byte[]>[] below;
        lock (turn)
        {
            below = [.. server.Files.Where(f => f.Key.StartsWith(prefix, StringComparison.Ordinal))];
        }

        // artifacts/list tells paths from the run's root on, which is three levels down.
        return new JsonObject
        {
            ["files"] = new JsonArray([.. below.GroupBy(f => f.Key[prefix.Length..].Split('/')[0]).Select(group => (JsonNode)new JsonObject
            {
                ["path"] = isWhole ? string.Join('/', (prefix + group.Key).Split('/').Skip(3)) : group.Key,
                ["is_dir"] = group.First().Key.Length > prefix.Length + group.Key.Length,
                ["file_size"] = group.First().Value.Length.ToString(CultureInfo.InvariantCulture),
            })]),
        };
    }

    private async Task WriteAsync(HttpContext http, string path, MlflowFault fault, Lock turn)
    {
        using var content = new MemoryStream();
        await http.Request.Body.CopyToAsync(content);
        if (fault == MlflowFault.HalfFile)
        {
            http.Abort();
            return;
        }

        lock (turn)
        {
            server.Files[path] = content.ToArray();
        }

        if (fault == MlflowFault.LostAnswer)
        {
            http.Abort();
            return;
        }

        await MlflowDouble.WriteAsync(http, 200, []);
    }

    private async Task ReadAsync(HttpContext http, string path, MlflowFault fault, Lock turn)
    {
        byte[]? content;
        lock (turn)
        {
            content = server.Files.GetValueOrDefault(path);
        }

        if (content is null)
        {
            throw server.Defects.HasFlag(MlflowDefects.MissingFileIsFailure)
                ? new MlflowRefusal(500, "INTERNAL_ERROR", $"No such file or directory: '/srv/mlflow/{path}'")
                : MlflowRefusal.Missing("no such file");
        }

        int from = 0;
        if (http.Request.Headers.Range.ToString() is { Length: > 0 } range && !server.Defects.HasFlag(MlflowDefects.NoRanges))
        {
            from = int.Parse(range["bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture);
            http.Response.StatusCode = 206;
            http.Response.Headers.ContentRange = $"bytes {from}-{content.Length - 1}/{content.Length}";
        }

        http.Response.ContentLength = content.Length - from;
        int end = fault is MlflowFault.HalfFile or MlflowFault.LostAnswer ? from + ((content.Length - from) / 2) : content.Length;
        await http.Response.Body.WriteAsync(content.AsMemory(from, end - from));
        await http.Response.Body.FlushAsync();
        if (end < content.Length)
        {
            http.Abort();
        }
    }
}
