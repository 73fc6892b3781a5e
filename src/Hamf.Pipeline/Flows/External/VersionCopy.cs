using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Artifacts;
using Hamf.Pipeline.Registry.External;
using Hamf.Pipeline.Registry.Tracking;

namespace Hamf.Pipeline.Flows.External;

/// <summary>Copies registered models with their versions, stages and aliases. One owner.</summary>
internal sealed class VersionCopy(ServerImportParts parts, ServerImportReport report, FileCopy files)
{
    private const string Actor = "mlflow";

    /// <summary>Copies a model, or completes its copy.</summary>
    /// <param name="model">The model there.</param>
    /// <param name="isDryRun">Whether to count only.</param>
    /// <param name="origins">Finds what versions come from.</param>
    /// <param name="cancellation">Stops.</param>
    public async Task CopyAsync(RegisteredModel model, bool isDryRun, VersionOrigins origins, CancellationToken cancellation)
    {
        RegisteredModel? here = parts.Registry.FindModel(model.Name);
        if (here is not null && here.Tags.All(t => t.Key != ServerImport.SourceTag))
        {
            report.LeaveOut($"model {model.Name}", "a model of that name was made here; rename one of the two");
            return;
        }

        if (here is null && !isDryRun)
        {
            parts.Registry.CreateModel(model.Name, model.Description, [.. model.Tags.Where(t => t.Key != ServerImport.SourceTag), KeyValuePair.Create(ServerImport.SourceTag, parts.Source.Server)]);
        }

        Count("models", here is not null);
        await foreach (RegisteredVersion version in parts.Source.VersionsAsync(model.Name, cancellation).ConfigureAwait(false))
        {
            bool isKnown = parts.Registry.FindVersion(model.Name, version.Version) is not null;
            Count("versions", isKnown);
            if (!isKnown && !isDryRun)
            {
                await CopyAsync(version, origins, cancellation).ConfigureAwait(false);
            }

            if (!isDryRun)
            {
                Move(version);
            }
        }

        if (!isDryRun)
        {
            CopyAliases(model);
        }
    }

    private void Count(string what, bool isKnown)
    {
        if (isKnown)
        {
            report.Find(what);
        }
        else
        {
            report.Copy(what);
        }
    }

    // The files come before the row, so that a row that is here is whole.
    private async Task CopyAsync(RegisteredVersion version, VersionOrigins origins, CancellationToken cancellation)
    {
        TrackedRun? run = version.RunId.Length > 0 ? await origins.RunAsync(version.RunId, cancellation).ConfigureAwait(false) : null;
        LoggedModel? logged = version.ModelId is { Length: > 0 } modelId ? await origins.LoggedModelAsync(modelId, cancellation).ConfigureAwait(false) : null;
        string location = await CopyFilesAsync(version, run, logged, cancellation).ConfigureAwait(false);
        try
        {
            parts.Registry.CreateVersion(new NewVersion
            {
                Name = version.Name,
                Version = version.Version,
                Source = version.Source,
                StorageLocation = location,
                RunId = version.RunId,
                RunLink = version.RunLink,
                ModelId = version.ModelId,
                Description = version.Description,
                UserId = version.UserId,
                Tags = version.Tags,
            });
        }
        catch (StoreException e) when (!e.IsTransient)
        {
            report.LeaveOut($"version {version.Name}/{version.Version}", "a version of that number was deleted here");
        }
    }

    private async Task<string> CopyFilesAsync(RegisteredVersion version, TrackedRun? run, LoggedModel? logged, CancellationToken cancellation)
    {
        string what = $"files of version {version.Name}/{version.Version}";
        try
        {
            RemoteFolder folder = await parts.Source.FolderOfAsync(version, cancellation).ConfigureAwait(false);
            if (run is not null && folder.RunId == run.RunId)
            {
                return $"{run.ArtifactUri.TrimEnd('/')}/{folder.RunPath}".TrimEnd('/');
            }

            // Those of a logged model have come with it, so that nothing is left to copy.
            string own = logged?.ArtifactUri ?? $"{ArtifactSpaces.OwnScheme}:/{run?.ExperimentId ?? 0}/models/{Uri.EscapeDataString(version.Name)}-{version.Version}/artifacts";
            return await files.CopyAsync(folder, own, what, cancellation).ConfigureAwait(false) ? own : folder.Uri;
        }
        catch (TrackingException e) when (!e.IsTransient)
        {
            report.LeaveOut(what, e.Message);
            return version.Source;
        }
    }

    private void Move(RegisteredVersion version)
    {
        if (version.Stage != VersionStage.None && parts.Registry.FindVersion(version.Name, version.Version) is { Stage: VersionStage.None })
        {
            parts.Registry.MoveVersion(version.Name, version.Version, version.Stage, archiveOthers: false, Actor);
        }
    }

    // An alias that is here already was set by the first import, or moved here since: that counts.
    private void CopyAliases(RegisteredModel model)
    {
        foreach ((string alias, int version) in model.Aliases)
        {
            if (parts.Registry.FindVersion(model.Name, alias) is not null)
            {
                continue;
            }

            try
            {
                if (parts.Registry.FindVersion(model.Name, version) is null)
                {
                    throw RegistryException.Missing($"it points at version {version}, which there is not");
                }

                parts.Registry.SetAlias(model.Name, alias, version, Actor, $"imported from {parts.Source.Server}");
                report.Copy("aliases");
            }
            catch (RegistryException e)
            {
                report.LeaveOut($"alias {model.Name}@{alias}", e.Message);
            }
        }
    }
}
