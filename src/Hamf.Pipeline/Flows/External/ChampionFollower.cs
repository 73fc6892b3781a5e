using System.Globalization;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.External;
using Hamf.Pipeline.Scoring;

namespace Hamf.Pipeline.Flows.External;

/// <summary>
/// Makes the version champion here that is champion on the external server, for models that were brought there or copied from there. A move made here
/// that is not there yet goes first. One owner.
/// </summary>
/// <param name="parts">The server and the stores.</param>
/// <param name="artifacts">The bundles.</param>
/// <param name="registry">Models with their tags.</param>
/// <param name="fetch">Copies new versions of a model from the server.</param>
public sealed class ChampionFollower(
    MirrorParts parts, IArtifactStore artifacts, IRegistryStore registry, Func<string, CancellationToken, Task> fetch)
{
    private const string Actor = "mlflow";

    /// <summary>Looks once.</summary>
    /// <returns>What has changed, a sentence each.</returns>
    /// <exception cref="TrackingException">The server could not be asked.</exception>
    public async Task<IReadOnlyList<string>> FollowAsync(CancellationToken cancellation)
    {
        var notes = new List<string>();
        IReadOnlyList<Delivery> brought = parts.Deliveries.List(parts.Server.Server, DeliveryKind.Version);
        foreach (string name in parts.Models.List(null).Select(v => v.Name).Distinct().ToArray())
        {
            bool isCopied = registry.FindModel(name)?.Tags.Any(t => t.Key == ServerImport.SourceTag && t.Value == parts.Server.Server) == true;
            bool isBrought = brought.Any(d => d.Subject.StartsWith(name + "/", StringComparison.Ordinal));
            if ((isCopied || isBrought) && !IsMoving(name) && await ChampionThereAsync(name, cancellation).ConfigureAwait(false) is { } there)
            {
                int? here = isCopied ? there : LocalOf(name, there, brought);
                await FollowAsync(name, there, here, isCopied, notes, cancellation).ConfigureAwait(false);
            }
        }

        return notes;
    }

    private static int? LocalOf(string name, int there, IReadOnlyList<Delivery> brought) => brought
        .Where(d => d.RemoteId == there.ToString(CultureInfo.InvariantCulture))
        .Select(d => ModelReference.TryParse(d.Subject, out ModelReference reference) && reference.Name == name ? reference.Version : null)
        .FirstOrDefault(version => version is not null);

    private bool IsMoving(string name) =>
        parts.Deliveries.Find(parts.Server.Server, DeliveryKind.Alias, $"{name}@{ModelReference.Champion}") is { IsDelivered: false };

    private async Task<int?> ChampionThereAsync(string name, CancellationToken cancellation)
    {
        try
        {
            var uri = new ModelUri { Name = name, Alias = ModelReference.Champion };
            return (await parts.Server.ResolveAsync(uri, cancellation).ConfigureAwait(false)).Version?.Version;
        }
        catch (TrackingException e) when (e.Error is TrackingError.Missing)
        {
            return null;
        }
    }

    private async Task FollowAsync(string name, int there, int? here, bool isCopied, List<string> notes, CancellationToken cancellation)
    {
        if (isCopied && registry.FindVersion(name, there) is null)
        {
            await fetch(name, cancellation).ConfigureAwait(false);
        }

        // One that is not read yet is looked at again in the next round.
        if (here is not { } number
            || parts.Models.Find(new ModelReference(name, null, number)) is not { } version
            || version.Aliases.Contains(ModelReference.Champion))
        {
            return;
        }

        Scorer.LoadForServing(version, artifacts);
        string reason = string.Create(CultureInfo.InvariantCulture, $"champion at {parts.Server.Server} is {name}/{there}");
        parts.Models.SetAlias(name, ModelReference.Champion, number, Actor, reason);
        notes.Add(string.Create(CultureInfo.InvariantCulture, $"{name}/{number} is champion now: {reason}"));
    }
}
