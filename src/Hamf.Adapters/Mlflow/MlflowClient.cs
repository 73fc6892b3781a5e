using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Artifacts;
using Hamf.Pipeline.Registry.External;
using Hamf.Pipeline.Registry.Tracking;

namespace Hamf.Adapters.Mlflow;

/// <summary>A client of an MLflow server, 2.x and 3.x, over its REST API. Thread-safe.</summary>
public sealed class MlflowClient : ITracking, ITrackingSource, IDisposable
{
    private const int Page = 100;

    private readonly MlflowTransport _transport;
    private readonly MlflowCalls _calls;
    private readonly MlflowRuns _runs;
    private readonly MlflowRegistry _registry;
    private readonly MlflowLoggedModels _loggedModels;
    private readonly MlflowArtifacts _artifacts;

    /// <summary>A client; it connects when it is first used.</summary>
    public MlflowClient(MlflowOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _transport = new MlflowTransport(options);
        _calls = new MlflowCalls(_transport);
        _runs = new MlflowRuns(_calls);
        _registry = new MlflowRegistry(_calls, _runs);
        _loggedModels = new MlflowLoggedModels(_calls);
        _artifacts = new MlflowArtifacts(_transport, _calls);
        Server = options.Server.ToString().TrimEnd('/');
    }

    /// <inheritdoc cref="ITracking.Server"/>
    public string Server { get; }

    /// <inheritdoc/>
    public Task<Experiment> OpenExperimentAsync(string name, CancellationToken cancellation) => _runs.OpenExperimentAsync(name, cancellation);

    /// <inheritdoc cref="ITracking.FindRunAsync"/>
    public Task<TrackedRun?> FindRunAsync(string runId, CancellationToken cancellation) => _runs.FindRunAsync(runId, cancellation);

    /// <inheritdoc/>
    public Task<TrackedRun> OpenRunAsync(NewRun run, string tag, string value, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(run);
        return _runs.OpenRunAsync(run, tag, value, cancellation);
    }

    /// <inheritdoc/>
    public Task<string?> KeepOneAsync(long experimentId, string tag, string value, CancellationToken cancellation) =>
        _runs.KeepOneAsync(experimentId, tag, value, cancellation);

    /// <inheritdoc/>
    public Task LogAsync(string runId, RunBatch batch, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return _runs.LogAsync(runId, batch, cancellation);
    }

    /// <inheritdoc/>
    public Task EndRunAsync(string runId, RunStatus status, long endMs, CancellationToken cancellation) => _runs.EndRunAsync(runId, status, endMs, cancellation);

    /// <inheritdoc/>
    public Task UploadAsync(RemoteFolder folder, string path, ArtifactContent content, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(content);
        return _artifacts.UploadAsync(folder, path, content, cancellation);
    }

    /// <inheritdoc cref="ITracking.ListAsync"/>
    public Task<IReadOnlyList<ArtifactFile>> ListAsync(RemoteFolder folder, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return _artifacts.ListAsync(folder, cancellation);
    }

    /// <inheritdoc cref="ITracking.OpenAsync"/>
    public Task<Stream> OpenAsync(RemoteFolder folder, string path, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return _artifacts.OpenAsync(folder, path, cancellation);
    }

    /// <inheritdoc/>
    public Task<RegisteredVersion> OpenVersionAsync(NewVersion version, string tag, string value, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(version);
        return _registry.OpenVersionAsync(version, tag, value, cancellation);
    }

    /// <inheritdoc/>
    public Task SetAliasAsync(string name, string alias, int version, CancellationToken cancellation) => _registry.SetAliasAsync(name, alias, version, cancellation);

    /// <inheritdoc/>
    public Task MoveAsync(string name, int version, VersionStage stage, CancellationToken cancellation) => _registry.MoveAsync(name, version, stage, cancellation);

    /// <inheritdoc/>
    public Task<RemoteModel> ResolveAsync(ModelUri uri, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(uri);
        return _registry.ResolveAsync(uri, cancellation);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<Experiment> ExperimentsAsync(CancellationToken cancellation) =>
        PagesAsync("experiments", WireReader.Experiment, page => SearchAsync("experiments/search", page, json => json.WriteString("view_type", "ALL"), cancellation), cancellation);

    /// <inheritdoc/>
    public IAsyncEnumerable<TrackedRun> RunsAsync(long experimentId, DateTimeOffset? since, CancellationToken cancellation)
    {
        void Fields(Utf8JsonWriter json)
        {
            json.WriteStartArray("experiment_ids");
            json.WriteStringValue(experimentId.ToString(CultureInfo.InvariantCulture));
            json.WriteEndArray();
            json.WriteString("run_view_type", "ALL");
            json.WriteString("filter", since is { } from ? $"attributes.start_time >= {from.ToUnixTimeMilliseconds()}" : string.Empty);
            json.WriteStartArray("order_by");
            json.WriteStringValue("attributes.start_time ASC");
            json.WriteEndArray();
        }

        return PagesAsync("runs", WireReader.Run, page => SearchAsync("runs/search", page, Fields, cancellation), cancellation);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<IReadOnlyList<MetricPoint>> MetricHistoryAsync(
        string runId, string key, [EnumeratorCancellation] CancellationToken cancellation)
    {
        string? page = null;
        do
        {
            (MetricPoint[] points, page) = await _runs.HistoryPageAsync(runId, key, page, cancellation).ConfigureAwait(false);
            yield return points;
        }
        while (page is not null);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<LoggedModel> LoggedModelsAsync(long experimentId, CancellationToken cancellation) =>
        PagesAsync("models", WireReader.LoggedModel, page => _loggedModels.PageAsync(experimentId, Page, page, cancellation), cancellation);

    /// <inheritdoc/>
    public Task<LoggedModel?> FindLoggedModelAsync(string modelId, CancellationToken cancellation) => _loggedModels.FindAsync(modelId, cancellation);

    /// <inheritdoc/>
    public IAsyncEnumerable<RegisteredModel> ModelsAsync(CancellationToken cancellation) => PagesAsync(
        "registered_models",
        WireReader.Model,
        page => _calls.GetAsync("registered-models/search", [("max_results", PageText), ("page_token", page)], cancellation),
        cancellation);

    /// <inheritdoc/>
    public async IAsyncEnumerable<RegisteredVersion> VersionsAsync(string name, [EnumeratorCancellation] CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(name);
        var versions = new List<RegisteredVersion>();
        await foreach (RegisteredVersion version in PagesAsync(
            "model_versions",
            WireReader.Version,
            page => _calls.GetAsync("model-versions/search", [("filter", $"name = {MlflowRegistry.Quoted(name)}"), ("max_results", PageText), ("page_token", page)], cancellation),
            cancellation).ConfigureAwait(false))
        {
            versions.Add(version);
        }

        foreach (RegisteredVersion version in versions.OrderBy(v => v.Version))
        {
            yield return version;
        }
    }

    /// <inheritdoc/>
    public Task<RemoteFolder> FolderOfAsync(RegisteredVersion version, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(version);
        return _registry.FolderOfAsync(version, cancellation);
    }

    /// <inheritdoc/>
    public void Dispose() => _transport.Dispose();

    private static string PageText => Page.ToString(CultureInfo.InvariantCulture);

    private static async IAsyncEnumerable<T> PagesAsync<T>(
        string name, Func<JsonElement, T> read, Func<string?, Task<JsonElement>> ask, [EnumeratorCancellation] CancellationToken cancellation)
    {
        string? page = null;
        do
        {
            cancellation.ThrowIfCancellationRequested();
            JsonElement answer = await ask(page).ConfigureAwait(false);
            bool isEmpty = true;
            foreach (JsonElement item in answer.Objects(name))
            {
                isEmpty = false;
                yield return read(item);
            }

            // A token that leads to itself, or a page of nothing with a token, would go on for ever.
            page = answer.Text("next_page_token") is { Length: > 0 } next && next != page && !isEmpty ? next : null;
        }
        while (page is not null);
    }

    private Task<JsonElement> SearchAsync(string path, string? page, Action<Utf8JsonWriter> fields, CancellationToken cancellation) => _calls.PostAsync(
        path,
        json =>
        {
            fields(json);
            json.WriteNumber("max_results", Page);
            if (page is not null)
            {
                json.WriteString("page_token", page);
            }
        },
        cancellation);
}
