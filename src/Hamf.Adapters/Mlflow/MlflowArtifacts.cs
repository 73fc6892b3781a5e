using System.Net.Http.Headers;
using System.Text.Json;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Artifacts;
using Hamf.Pipeline.Registry.External;

namespace Hamf.Adapters.Mlflow;

/// <summary>
/// Files of a server: through its artifact proxy where the folder is behind it, else through the run that the folder belongs to. Paths that the
/// server tells are not trusted. Thread-safe.
/// </summary>
internal sealed class MlflowArtifacts(MlflowTransport transport, MlflowCalls calls)
{
    private const string ProxyPath = "api/2.0/mlflow-artifacts/artifacts";

    // A folder in a folder and so on; models have three or four.
    private const int DepthMax = 32;

    // A transfer may take as long as a slow line needs.
    private const int BytesPerSecondMin = 100_000;

    public Task UploadAsync(RemoteFolder folder, string path, ArtifactContent content, CancellationToken cancellation)
    {
        string root = ProxyFolder(folder.Uri) ?? throw TrackingException.Refused(
            $"The MLflow server keeps this run's files in {folder.Uri}, which it does not write to for its clients. Start it with --serve-artifacts and an artifact root of mlflow-artifacts:/.");
        string url = $"{ProxyPath}/{Escaped(Joined(root, ArtifactPath.Check(path)))}";
        TimeSpan limit = transport.Options.Timeout + TimeSpan.FromSeconds((double)content.Size / BytesPerSecondMin);
        return transport.RepeatAsync(token => transport.SendOnceAsync(() => NewUpload(url, content), limit, token), cancellation);
    }

    public async Task<IReadOnlyList<ArtifactFile>> ListAsync(RemoteFolder folder, CancellationToken cancellation)
    {
        var files = new List<ArtifactFile>();
        var folders = new Stack<(string Path, int Depth)>([(string.Empty, 0)]);
        while (folders.TryPop(out (string Path, int Depth) next))
        {
            foreach (ArtifactFile found in await ListOneAsync(folder, next.Path, cancellation).ConfigureAwait(false))
            {
                if (files.Count + folders.Count > transport.Options.FilesMax || next.Depth == DepthMax)
                {
                    throw TrackingException.Refused($"{folder.Uri} holds more than {transport.Options.FilesMax} files, or folders more than {DepthMax} deep.");
                }

                if (found.IsFolder)
                {
                    folders.Push((found.Path, next.Depth + 1));
                }
                else
                {
                    files.Add(found);
                }
            }
        }

        return [.. files.OrderBy(file => file.Path, StringComparer.Ordinal)];
    }

    public async Task<Stream> OpenAsync(RemoteFolder folder, string path, CancellationToken cancellation)
    {
        string url = UrlOf(folder, ArtifactPath.Check(path));
        var stream = new ResumingStream(transport, url, token => IsListedAsync(folder, path, token));
        try
        {
            await stream.StartAsync(cancellation).ConfigureAwait(false);
            return stream;
        }
        catch
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static HttpRequestMessage NewUpload(string url, ArtifactContent content) => new(HttpMethod.Put, url)
    {
        Content = new OpenedContent(content) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } },
    };

    private static string Joined(string folder, string path) => folder.Length == 0 ? path : path.Length == 0 ? folder : $"{folder}/{path}";

    private static string Escaped(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));

    // The server's own proxy is named without a host, or with this server's.
    private string? ProxyFolder(string uri)
    {
        if (!Uri.TryCreate(uri, UriKind.Absolute, out Uri? parsed) || (parsed.Authority.Length > 0 && parsed.Authority != transport.Options.Server.Authority))
        {
            return null;
        }

        string path = Uri.UnescapeDataString(parsed.AbsolutePath).Trim('/');
        string proxy = transport.Options.Server.AbsolutePath.TrimStart('/') + ProxyPath + "/";
        return parsed.Scheme == ArtifactSpaces.OwnScheme ? ArtifactPath.Check(path)
            : parsed.Scheme is "http" or "https" && path.StartsWith(proxy, StringComparison.Ordinal) ? ArtifactPath.Check(path[proxy.Length..])
            : null;
    }

    private string UrlOf(RemoteFolder folder, string path)
    {
        if (ProxyFolder(folder.Uri) is { } root)
        {
            return $"{ProxyPath}/{Escaped(Joined(root, path))}";
        }

        string runId = Uri.EscapeDataString(RunOf(folder));
        return $"get-artifact?run_id={runId}&run_uuid={runId}&path={Uri.EscapeDataString(Joined(folder.RunPath, path))}";
    }

    private static string RunOf(RemoteFolder folder) => folder.RunId ?? throw TrackingException.Refused(
        $"The files are in {folder.Uri}, which the MLflow server does not hand out. Start it with --serve-artifacts, or copy the folder here and import it from there.");

    private async Task<List<ArtifactFile>> ListOneAsync(RemoteFolder folder, string path, CancellationToken cancellation)
    {
        var found = new List<ArtifactFile>();
        try
        {
            string? page = null;
            do
            {
                JsonElement answer = await ListPageAsync(folder, path, page, cancellation).ConfigureAwait(false);
                ArtifactFile[] files = [.. answer.Objects("files").Select(file => FileOf(file, path))];
                found.AddRange(files);
                page = answer.Text("next_page_token") is { Length: > 0 } next && next != page && files.Length > 0 && found.Count <= transport.Options.FilesMax ? next : null;
            }
            while (page is not null);
        }
        catch (TrackingException e) when (e.Error is TrackingError.Missing)
        {
            // A folder is there because of what is in it; one that is not there is empty.
        }

        return found;
    }

    private Task<JsonElement> ListPageAsync(RemoteFolder folder, string path, string? page, CancellationToken cancellation) =>
        ProxyFolder(folder.Uri) is { } root
            ? calls.GetRawAsync($"{ProxyPath}?path={Uri.EscapeDataString(Joined(root, path))}", "mlflow-artifacts/artifacts", cancellation)
            : calls.GetAsync("artifacts/list", [("run_id", RunOf(folder)), ("path", Joined(folder.RunPath, path) is { Length: > 0 } full ? full : null), ("page_token", page)], cancellation);

    // The proxy tells names, artifacts/list whole paths: the last part is the name in both.
    private ArtifactFile FileOf(JsonElement file, string folder)
    {
        string name = (file.Text("path") ?? string.Empty).TrimEnd('/').Split('/')[^1];
        try
        {
            return name.Length == 0
                ? throw RegistryException.Invalid("Invalid path")
                : new ArtifactFile(ArtifactPath.Check(Joined(folder, name)), file.Flag("is_dir"), file.Long("file_size") ?? 0, string.Empty);
        }
        catch (RegistryException)
        {
            throw TrackingException.Refused($"The MLflow server at {transport.Options.Server} lists a file whose name leads out of its folder; nothing is read from there.");
        }
    }

    private async Task<bool> IsListedAsync(RemoteFolder folder, string path, CancellationToken cancellation)
    {
        int slash = path.LastIndexOf('/');
        List<ArtifactFile> beside = await ListOneAsync(folder, slash < 0 ? string.Empty : path[..slash], cancellation).ConfigureAwait(false);
        return beside.Any(file => file.Path == path && !file.IsFolder);
    }
}
