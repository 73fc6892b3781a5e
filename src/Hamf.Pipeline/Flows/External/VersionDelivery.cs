using System.Globalization;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.External;
using Hamf.Pipeline.Registry.Packaging;
using Hamf.Pipeline.Registry.Tracking;

namespace Hamf.Pipeline.Flows.External;

/// <summary>Finds versions and aliases that are to be delivered, and delivers them. Thread-safe.</summary>
internal sealed class VersionDelivery(MirrorParts parts)
{
    /// <summary>The tag of a version there that says which version here it is.</summary>
    public const string Tag = "hamf.version";

    private string Server => parts.Server.Server;

    /// <summary>Notes what has come up since: versions of runs that are there, and aliases of those versions that point elsewhere than they did.</summary>
    public void Collect(DeliveryKind kind)
    {
        if (kind == DeliveryKind.Run)
        {
            return;
        }

        HashSet<string> runs = Arrived(DeliveryKind.Run);
        HashSet<string> versions = Arrived(DeliveryKind.Version);
        foreach (ModelVersion version in parts.Models.List(null).Where(v => runs.Contains(v.RunId)))
        {
            if (kind == DeliveryKind.Version)
            {
                parts.Deliveries.Add(Server, kind, SubjectOf(version));
            }
            else if (versions.Contains(SubjectOf(version)))
            {
                CollectAliases(version);
            }
        }
    }

    /// <summary>Registers a version there.</summary>
    /// <returns>Its number there.</returns>
    public async Task<string?> DeliverVersionAsync(Delivery delivery, CancellationToken cancellation)
    {
        if (Find(delivery.Subject) is not { } version || RemoteRunOf(version) is not { } runId)
        {
            return string.Empty;
        }

        TrackedRun run = await parts.Server.FindRunAsync(runId, cancellation).ConfigureAwait(false)
            ?? throw TrackingException.Missing($"Run {runId} of {delivery.Subject} has gone from {Server}; the version is not registered there without it.");
        string source = await HasPackageAsync(version, cancellation).ConfigureAwait(false)
            ? $"{run.ArtifactUri.TrimEnd('/')}/{ModelPackage.Folder}"
            : run.ArtifactUri;
        RegisteredVersion made = await parts.Server.OpenVersionAsync(
            new NewVersion { Name = version.Name, Source = source, StorageLocation = source, RunId = runId }, Tag, delivery.Subject, cancellation).ConfigureAwait(false);
        return made.Version.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Points an alias there where it points here; on a server without aliases the stage that comes nearest is moved.</summary>
    /// <returns>The version here that it points at, or null while that is not there.</returns>
    public async Task<string?> DeliverAliasAsync(Delivery delivery, CancellationToken cancellation)
    {
        _ = ModelReference.TryParse(delivery.Subject, out ModelReference reference);
        if (parts.Models.Find(reference) is not { } version)
        {
            return string.Empty;
        }

        string here = version.Version.ToString(CultureInfo.InvariantCulture);
        if (RemoteRunOf(version) is null)
        {
            return here;
        }

        // It may have moved on to a version that is not there yet, which comes first.
        if (parts.Deliveries.Find(Server, DeliveryKind.Version, SubjectOf(version)) is not { IsDelivered: true, RemoteId: { Length: > 0 } number })
        {
            return null;
        }

        int there = int.Parse(number, CultureInfo.InvariantCulture);
        try
        {
            await parts.Server.SetAliasAsync(version.Name, reference.Alias!, there, cancellation).ConfigureAwait(false);
        }
        catch (TrackingException e) when (e.Error is TrackingError.Unsupported && StageOf(reference.Alias!) is { } stage)
        {
            await parts.Server.MoveAsync(version.Name, there, stage, cancellation).ConfigureAwait(false);
        }

        return here;
    }

    private static VersionStage? StageOf(string alias) => alias switch
    {
        ModelReference.Champion => VersionStage.Production,
        ModelReference.Challenger => VersionStage.Staging,
        _ => null,
    };

    private static string SubjectOf(ModelVersion version) => new ModelReference(version.Name, null, version.Version).ToString();

    private ModelVersion? Find(string subject) => ModelReference.TryParse(subject, out ModelReference reference) ? parts.Models.Find(reference) : null;

    private HashSet<string> Arrived(DeliveryKind kind) =>
        [.. parts.Deliveries.List(Server, kind).Where(d => d.IsDelivered).Select(d => d.Subject)];

    private void CollectAliases(ModelVersion version)
    {
        foreach (string alias in version.Aliases)
        {
            string subject = $"{version.Name}@{alias}";
            parts.Deliveries.Add(Server, DeliveryKind.Alias, subject);
            if (parts.Deliveries.Find(Server, DeliveryKind.Alias, subject) is { IsDelivered: true } known
                && known.RemoteId != version.Version.ToString(CultureInfo.InvariantCulture))
            {
                parts.Deliveries.MarkChanged(Server, DeliveryKind.Alias, subject);
            }
        }
    }

    // Null where the run is not there, or has the same id there and here, which means that the server is this home's own.
    private string? RemoteRunOf(ModelVersion version) =>
        parts.Deliveries.Find(Server, DeliveryKind.Run, version.RunId) is { RemoteId: { Length: > 0 } runId } && runId != version.RunId ? runId : null;

    private async Task<bool> HasPackageAsync(ModelVersion version, CancellationToken cancellation) =>
        parts.Tracking.FindRun(version.RunId) is { } run
        && parts.Spaces.Resolve(run.ArtifactUri) is { } root
        && await root.Space.FindAsync($"{root.Path}/{ModelPackage.Folder}/MLmodel", cancellation).ConfigureAwait(false) is not null;
}
