using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Artifacts;
using Hamf.Pipeline.Registry.Search;
using Hamf.Pipeline.Registry.Tracking;
using Microsoft.AspNetCore.Http;

namespace Hamf.Server.Mlflow;

/// <summary>Checks the source of a version that a client registers, and finds the storage location behind it.</summary>
internal sealed class VersionSources(TrackingServices services)
{
    /// <summary>Where a version's files are, and the run that made it.</summary>
    /// <param name="source">What the client says.</param>
    /// <param name="runId">The run that the client names; may be empty.</param>
    /// <param name="modelId">The logged model that the client names, or null.</param>
    /// <exception cref="RegistryException">The source may not be registered, or what it names is not there.</exception>
    public (string Location, string RunId) Resolve(string source, string runId, string? modelId)
    {
        LoggedModel? model = modelId is null ? null : LoggedModel(modelId);
        if (SourceUri.IsLocal(source))
        {
            CheckLocal(source, runId, model);
            return (source, RunOf(runId, model));
        }

        SourceUri.CheckRemote(source);
        return (SourceUri.SchemeOf(source) switch
        {
            "models" => OfModel(source),
            "runs" => OfRun(source),
            _ => source,
        }, RunOf(runId, model));
    }

    /// <summary>
    /// Where a client loads a version from. A folder of a run, and an address of this server, is answered as it was registered where it means the same
    /// files still: clients find them by it.
    /// </summary>
    public string DownloadUri(HttpRequest request, RegisteredVersion version)
    {
        string plain = RunAndPath(version.Source) is var (run, path) ? Below(run.ArtifactUri, path) : version.Source;
        return ProxyAddress.ToOwn(request, plain) == version.StorageLocation ? version.Source : version.StorageLocation;
    }

    /// <summary>Checks the source of a prompt, which has no files: its text is a tag, its source nothing, a word or a URI.</summary>
    /// <exception cref="RegistryException">The source could be taken for a path of the server's disk, or leads elsewhere.</exception>
    public static string CheckPrompt(string source)
    {
        if (!SourceUri.IsLocal(source))
        {
            SourceUri.CheckRemote(source);
        }
        else if (!SourceUri.IsWord(source))
        {
            throw RegistryException.Invalid($"Invalid prompt source: {WireText.Show(source)}. A prompt has no files on the server: give a word.");
        }

        return source;
    }

    private void CheckLocal(string source, string runId, LoggedModel? model)
    {
        string? root = model is not null ? model.ArtifactUri : runId.Length > 0 ? services.Tracking.FindRun(runId)?.ArtifactUri : null;
        if (root is null || !SourceUri.IsInside(source, root))
        {
            throw RegistryException.Invalid(
                $"Invalid model version source: {WireText.Show(source)}. To use a local path as a model version source, name the run that made it (run_id) or "
                + "the logged model that it is (model_id); the path must be inside the folder of its artifacts.");
        }
    }

    private string OfModel(string source)
    {
        if (!ModelUri.TryParse(source, out ModelUri uri))
        {
            throw RegistryException.Invalid(
                $"Invalid model version source: {WireText.Show(source)} is not models:/NAME/VERSION, models:/NAME@ALIAS or models:/m-ID.");
        }

        if (uri.ModelId is { } modelId)
        {
            return LoggedModel(modelId).ArtifactUri;
        }

        return services.Registry.Find(uri)?.StorageLocation ?? throw RegistryException.Invalid(
            $"Unable to fetch model from model URI source artifact location '{source}': there is no such version.");
    }

    // A run that this server does not know has its files elsewhere; the client that knows the run finds them by the source. A model that MLflow 3 has
    // logged is in a folder of its own, and its name only looks like one of the run's.
    private string OfRun(string source)
    {
        if (RunAndPath(source) is not var (run, path))
        {
            return source;
        }

        string[] parts = path.Split('/', 2);
        return LoggedBy(run, parts[0]) is { } model ? Below(model.ArtifactUri, parts is [_, var rest] ? rest : string.Empty) : Below(run.ArtifactUri, path);
    }

    private (TrackedRun Run, string Path)? RunAndPath(string source) =>
        ModelUri.TryParse(source, out ModelUri uri) && uri.RunId is not null && services.Tracking.FindRun(uri.RunId) is { } run ? (run, uri.Path) : null;

    private static string Below(string uri, string path) => path.Length == 0 ? uri : ArtifactUri.Below(uri, path);

    private LoggedModel? LoggedBy(TrackedRun run, string name) => services.LoggedModels.Search(new LoggedModelSearch([run.ExperimentId], [], new SearchQuery
    {
        Filter = [Is("name", name), Is("source_run_id", run.RunId)],
        Max = 1,
    })).Items is [var newest] ? newest : null;

    private static SearchClause Is(string field, string value) => new(new SearchField(FieldKind.Attribute, field), Comparator.Equal, value, null, []);

    private LoggedModel LoggedModel(string modelId) =>
        services.LoggedModels.Find(modelId) ?? throw RegistryException.Missing($"Logged model with ID '{modelId}' not found.");

    private static string RunOf(string runId, LoggedModel? model) => runId.Length > 0 ? runId : model?.SourceRunId ?? string.Empty;
}
