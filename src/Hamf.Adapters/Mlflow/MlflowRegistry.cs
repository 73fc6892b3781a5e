using System.Globalization;
using System.Text.Json;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Artifacts;
using Hamf.Pipeline.Registry.External;
using Hamf.Pipeline.Registry.Tracking;

namespace Hamf.Adapters.Mlflow;

/// <summary>Registered models, versions and aliases of a server. Thread-safe.</summary>
internal sealed class MlflowRegistry(MlflowCalls calls, MlflowRuns runs)
{
    private const string NewestPath = "registered-models/get-latest-versions";

    // As with runs: what is repeated is to look and to create, never to create.
    public Task<RegisteredVersion> OpenVersionAsync(NewVersion version, string tag, string value, CancellationToken cancellation) => calls.RepeatAsync(
        async token =>
        {
            List<RegisteredVersion> known = await TaggedAsync(version, tag, value, token).ConfigureAwait(false);
            if (known.Count == 0)
            {
                await OpenModelAsync(version.Name, token).ConfigureAwait(false);
                RegisteredVersion made = await CreateVersionAsync(version, tag, value, token).ConfigureAwait(false);
                known = await TaggedAsync(version, tag, value, token).ConfigureAwait(false) is { Count: > 0 } found ? found : [made];
            }

            foreach (RegisteredVersion twin in known.Skip(1))
            {
                await DeleteVersionAsync(twin, token).ConfigureAwait(false);
            }

            return known[0];
        },
        cancellation);

    public Task SetAliasAsync(string name, string alias, int version, CancellationToken cancellation) => calls.PostAsync(
        "registered-models/alias",
        json =>
        {
            json.WriteString("name", name);
            json.WriteString("alias", alias);
            json.WriteString("version", Text(version));
        },
        cancellation);

    public Task MoveAsync(string name, int version, VersionStage stage, CancellationToken cancellation) => calls.PostAsync(
        "model-versions/transition-stage",
        json =>
        {
            json.WriteString("name", name);
            json.WriteString("version", Text(version));
            json.WriteString("stage", stage.ToString());
            json.WriteBoolean("archive_existing_versions", stage is VersionStage.Production or VersionStage.Staging);
        },
        cancellation);

    public async Task<RemoteModel> ResolveAsync(ModelUri uri, CancellationToken cancellation)
    {
        if (uri.RunId is { } runId)
        {
            TrackedRun run = await runs.FindRunAsync(runId, cancellation).ConfigureAwait(false)
                ?? throw TrackingException.Missing($"{uri}: the MLflow server has no run {runId}.");
            string path = ArtifactPath.Check(uri.Path ?? string.Empty);
            return new RemoteModel(new RemoteFolder(Joined(run.ArtifactUri, path), runId, path), null);
        }

        if (uri.ModelId is { } modelId)
        {
            return await ResolveLoggedAsync(uri, modelId, cancellation).ConfigureAwait(false);
        }

        RegisteredVersion version = await FindVersionAsync(uri, cancellation).ConfigureAwait(false);
        return new RemoteModel(await FolderOfAsync(version, cancellation).ConfigureAwait(false), version);
    }

    /// <summary>Where the files of a version are.</summary>
    public async Task<RemoteFolder> FolderOfAsync(RegisteredVersion version, CancellationToken cancellation)
    {
        JsonElement answer = await calls.GetAsync(
            "model-versions/get-download-uri", [("name", version.Name), ("version", Text(version.Version))], cancellation).ConfigureAwait(false);
        string location = answer.Text("artifact_uri") ?? version.Source;
        if (ModelUri.TryParse(location, out ModelUri inRun) && inRun.RunId is not null)
        {
            return (await ResolveAsync(inRun, cancellation).ConfigureAwait(false)).Folder;
        }

        if (version.RunId.Length == 0 || await runs.FindRunAsync(version.RunId, cancellation).ConfigureAwait(false) is not { ArtifactUri: { Length: > 0 } root })
        {
            return new RemoteFolder(location, null, string.Empty);
        }

        string folder = root.TrimEnd('/') + "/";
        return location.StartsWith(folder, StringComparison.Ordinal)
            ? new RemoteFolder(location, version.RunId, location[folder.Length..].Trim('/'))
            : new RemoteFolder(location, null, string.Empty);
    }

    private static string Joined(string uri, string path) => path.Length == 0 ? uri : $"{uri.TrimEnd('/')}/{path}";

    private static string Text(int version) => version.ToString(CultureInfo.InvariantCulture);

    // MLflow's grammar has no escapes, but two kinds of quotes.
    internal static string Quoted(string text) => text.Contains('\'', StringComparison.Ordinal) ? $"\"{text}\"" : $"'{text}'";

    private async Task<List<RegisteredVersion>> TaggedAsync(NewVersion version, string tag, string value, CancellationToken cancellation)
    {
        string filter = $"name = {Quoted(version.Name)}" + (version.RunId.Length > 0 ? $" and run_id = {Quoted(version.RunId)}" : string.Empty);
        JsonElement answer = await calls.GetAsync("model-versions/search", [("filter", filter), ("max_results", "1000")], cancellation).ConfigureAwait(false);
        return [.. answer.Objects("model_versions").Select(WireReader.Version)
            .Where(found => found.Name == version.Name && found.Tags.Any(t => t.Key == tag && t.Value == value))
            .OrderBy(found => found.Version)];
    }

    private async Task OpenModelAsync(string name, CancellationToken cancellation)
    {
        try
        {
            await calls.PostOnceAsync("registered-models/create", json => json.WriteString("name", name), cancellation).ConfigureAwait(false);
        }
        catch (TrackingException e) when (e.Error is TrackingError.Exists)
        {
            // It is there, which is what was wanted.
        }
    }

    private async Task<RegisteredVersion> CreateVersionAsync(NewVersion version, string tag, string value, CancellationToken cancellation)
    {
        JsonElement answer = await calls.PostOnceAsync(
            "model-versions/create",
            json =>
            {
                json.WriteString("name", version.Name);
                json.WriteString("source", version.Source);
                if (version.RunId.Length > 0)
                {
                    json.WriteString("run_id", version.RunId);
                }

                if (version.Description is { } description)
                {
                    json.WriteString("description", description);
                }

                json.WritePairs("tags", [.. version.Tags.Where(t => t.Key != tag), KeyValuePair.Create(tag, value)]);
            },
            cancellation).ConfigureAwait(false);
        return WireReader.Version(calls.Part("model-versions/create", answer, "model_version"));
    }

    private async Task DeleteVersionAsync(RegisteredVersion version, CancellationToken cancellation)
    {
        try
        {
            await calls.SendAsync(
                HttpMethod.Delete,
                "model-versions/delete",
                json =>
                {
                    json.WriteString("name", version.Name);
                    json.WriteString("version", Text(version.Version));
                },
                cancellation).ConfigureAwait(false);
        }
        catch (TrackingException e) when (e.Error is TrackingError.Missing)
        {
            // An attempt whose answer was lost has deleted it.
        }
    }

    private async Task<RegisteredVersion> FindVersionAsync(ModelUri uri, CancellationToken cancellation)
    {
        if (uri.Version is { } number)
        {
            JsonElement answer = await calls.GetAsync("model-versions/get", [("name", uri.Name), ("version", Text(number))], cancellation).ConfigureAwait(false);
            return WireReader.Version(calls.Part("model-versions/get", answer, "model_version"));
        }

        return uri.Alias is not null
            ? await FindAliasAsync(uri, cancellation).ConfigureAwait(false)
            : await FindNewestAsync(uri, cancellation).ConfigureAwait(false);
    }

    // An unknown alias is refused, not missing; one whose version was deleted is still shown by the server, but leads nowhere.
    private async Task<RegisteredVersion> FindAliasAsync(ModelUri uri, CancellationToken cancellation)
    {
        try
        {
            JsonElement answer = await calls.GetAsync("registered-models/alias", [("name", uri.Name), ("alias", uri.Alias)], cancellation).ConfigureAwait(false);
            return WireReader.Version(calls.Part("registered-models/alias", answer, "model_version"));
        }
        catch (TrackingException e) when (e.Error is TrackingError.Missing or TrackingError.Refused)
        {
            throw new TrackingException(TrackingError.Missing, $"{uri}: the model has no alias '{uri.Alias}', or it points at a version that was deleted. {e.Message}", e);
        }
    }

    private async Task<RegisteredVersion> FindNewestAsync(ModelUri uri, CancellationToken cancellation)
    {
        JsonElement answer = await calls.PostAsync(
            NewestPath,
            json =>
            {
                json.WriteString("name", uri.Name);
                if (uri.Stage is { } stage)
                {
                    json.WriteStartArray("stages");
                    json.WriteStringValue(stage.ToString());
                    json.WriteEndArray();
                }
            },
            cancellation).ConfigureAwait(false);
        return answer.Objects("model_versions").Select(WireReader.Version).MaxBy(version => version.Version)
            ?? throw TrackingException.Missing($"{uri}: the model has no version{(uri.Stage is null ? string.Empty : " in that stage")}.");
    }

    private async Task<RemoteModel> ResolveLoggedAsync(ModelUri uri, string modelId, CancellationToken cancellation)
    {
        try
        {
            JsonElement answer = await calls.GetAsync($"logged-models/{Uri.EscapeDataString(modelId)}", [], cancellation).ConfigureAwait(false);
            string? location = calls.Part("logged-models", answer, "model").Object("info")?.Text("artifact_uri");
            return new RemoteModel(new RemoteFolder(location ?? throw TrackingException.Missing($"{uri} has no files."), null, string.Empty), null);
        }
        catch (TrackingException e) when (e.Error is TrackingError.Unsupported)
        {
            throw new TrackingException(TrackingError.Unsupported, $"{uri}: this MLflow server knows no logged models, which came with MLflow 3. Name a registered version or a run.", e);
        }
    }
}
