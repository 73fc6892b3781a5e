using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Scoring;

namespace Hamf.Server.Api;

/// <summary>Moves the champion alias, for the API and the pages: only to a version that loads, so that serving cannot break.</summary>
internal sealed class ChampionMoves(HamfServices services)
{
    private const int VersionsNamed = 20;

    /// <summary>Makes a version the champion and has it served.</summary>
    /// <param name="name">The model.</param>
    /// <param name="version">The version's number.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="reason">Why, for the alias history.</param>
    /// <param name="cancellation">Stops waiting for the window state; the alias has moved then.</param>
    public async Task<(ChampionMove? Move, ApiProblem? Problem)> PromoteAsync(
        string name, int version, string actor, string reason, CancellationToken cancellation)
    {
        if (await ReadNowAsync(name, version, cancellation).ConfigureAwait(false) is { } unreadable)
        {
            return (null, new ApiProblem(409, "version_not_loadable", $"Version {version} cannot be served, so the champion stays: {unreadable}"));
        }

        if (services.Models.Find(new ModelReference(name, null, version)) is not { } target)
        {
            string known = string.Join(", ", services.Models.Newest(name, VersionsNamed).Select(v => v.Version));
            return (null, ApiProblem.NotFound(known.Length == 0
                ? "There is no model of this name."
                : $"Model '{name}' has no version {version}; its newest are {known}."));
        }

        if (WhyNotLoadable(target) is { } why)
        {
            return (null, new ApiProblem(409, "version_not_loadable", $"Version {version} cannot be served, so the champion stays: {why}"));
        }

        int? previous = services.Models.Find(new ModelReference(name, ModelReference.Champion, null))?.Version;
        if (previous != version)
        {
            services.Models.SetAlias(name, ModelReference.Champion, version, actor, reason);
        }

        IReadOnlyList<string> problems = await services.Live.RefreshAsync(cancellation).ConfigureAwait(false);
        return (new ChampionMove(name, version, previous, problems), null);
    }

    /// <summary>Moves the champion back to the version before its last move.</summary>
    public async Task<(ChampionMove? Move, ApiProblem? Problem)> RollBackAsync(
        string name, string actor, string reason, CancellationToken cancellation)
    {
        if (!services.Models.HasVersion(name))
        {
            return (null, ApiProblem.NotFound("There is no model of this name."));
        }

        AliasChange? last = services.Models.History(name, ModelReference.Champion).FirstOrDefault(c => c.From is not null);
        return last is null
            ? (null, new ApiProblem(409, "nothing_to_roll_back_to", $"Model '{name}' has had only one champion; there is none to go back to."))
            : await PromoteAsync(name, last.From!.Value, actor, reason, cancellation).ConfigureAwait(false);
    }

    // A version that a client has registered may not have been read yet.
    private async Task<string?> ReadNowAsync(string name, int version, CancellationToken cancellation) =>
        services.Tracking is not { } tracking || tracking.Registry.FindVersion(name, version) is not { BundleDigest: null } registered
            ? null
            : registered.Unreadable ?? await tracking.Adopt.AdoptAsync(name, version, cancellation).ConfigureAwait(false);

    private string? WhyNotLoadable(ModelVersion version)
    {
        try
        {
            _ = Scorer.LoadForServing(version, services.Artifacts);
            return null;
        }
        catch (Exception e) when (e is InvalidDataException or FileNotFoundException)
        {
            return e.Message;
        }
    }
}

/// <summary>A move of the champion alias.</summary>
/// <param name="Name">The model.</param>
/// <param name="Version">The champion now.</param>
/// <param name="Previous">The champion before, or null.</param>
/// <param name="Problems">What could not be loaded afterwards.</param>
internal sealed record ChampionMove(string Name, int Version, int? Previous, IReadOnlyList<string> Problems);
