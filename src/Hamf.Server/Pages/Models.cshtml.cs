using Hamf.Pipeline.Governance;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Search;
using Hamf.Server.Api;
using Hamf.Server.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Hamf.Server.Pages;

/// <summary>Models, their versions, and who serves.</summary>
internal sealed class ModelsModel(HamfServices services, ChampionMoves moves) : PageModel
{
    private const int MovesShown = 10;
    private const int UnscoredShown = 50;
    private const int VersionsLooked = 1_000;

    private static readonly SearchOrder NewestFirst = new(new SearchField(FieldKind.Attribute, "creation_timestamp"), IsAscending: false);

    public IReadOnlyList<ShownModel> Models { get; private set; } = [];

    /// <summary>Versions that clients have registered and Hamf cannot score with, newest first.</summary>
    public IReadOnlyList<RegisteredVersion> Unscored { get; private set; } = [];

    /// <summary>What became of the last click, or null.</summary>
    public string? Notice { get; private set; }

    /// <summary>Whether the last click failed.</summary>
    public bool NoticeIsBad { get; private set; }

    public void OnGet(string? promoted, int? version)
    {
        Load();
        if (promoted is not null && version is { } number && Models.Any(m => m.Name == promoted && m.Serving == number))
        {
            Notice = $"{promoted}: version {number} is the champion and serves.";
        }
    }

    public async Task<IActionResult> OnPostPromoteAsync(string name, int version) =>
        Answer(await moves.PromoteAsync(name, version, Actor, "promoted on the models page", HttpContext.RequestAborted).ConfigureAwait(false));

    public async Task<IActionResult> OnPostRollbackAsync(string name) =>
        Answer(await moves.RollBackAsync(name, Actor, "rolled back on the models page", HttpContext.RequestAborted).ConfigureAwait(false));

    /// <summary>Whether the caller may move the champion.</summary>
    public bool MayMove => Caller.Of(HttpContext).May(Role.Admin);

    private string Actor => Caller.Of(HttpContext) is var caller && caller != Caller.Local ? caller.Name : "page";

    private IActionResult Answer((ChampionMove? Move, ApiProblem? Problem) outcome)
    {
        if (outcome.Move is { Problems.Count: 0 } move)
        {
            return Redirect($"/models?promoted={Uri.EscapeDataString(move.Name)}&version={move.Version}");
        }

        Load();
        NoticeIsBad = true;
        Notice = outcome.Problem?.Detail ?? string.Join(" ", outcome.Move!.Problems);
        return Page();
    }

    private void Load()
    {
        Models =
        [
            .. services.Models.List(null).GroupBy(v => v.Name, StringComparer.Ordinal).Select(g => new ShownModel(
                g.Key,
                services.Live.All.TryGetValue(g.Key, out var live) ? live.Version.Version : null,
                [.. g.Select(v => new ShownVersion(v, HasReport(v)))],
                [.. services.Models.History(g.Key, ModelReference.Champion).Take(MovesShown)],
                MovesOf(g.Key))),
        ];
        Unscored = services.Tracking is not { } tracking ? [] :
        [
            .. tracking.Registry.SearchVersions(new SearchQuery { Max = VersionsLooked, Order = [NewestFirst] }).Items
                .Where(version => version.BundleDigest is null).Take(UnscoredShown),
        ];
    }

    private ShownMove[] MovesOf(string name)
    {
        IEnumerable<string> aliases = services.Tracking?.Registry.FindModel(name)?.Aliases.Select(a => a.Key) ?? [];
        return [.. aliases.Union([ModelReference.Champion], StringComparer.Ordinal)
            .SelectMany(alias => services.Models.History(name, alias).Take(MovesShown).Select(change => new ShownMove(alias, change)))
            .OrderByDescending(move => move.Change.At).Take(MovesShown)];
    }

    private bool HasReport(ModelVersion version) => services.Runs.Find(version.RunId)?.Artifacts.ContainsKey("report.html") ?? false;
}

/// <summary>A model as listed.</summary>
internal sealed record ShownModel(string Name, int? Serving, IReadOnlyList<ShownVersion> Versions, IReadOnlyList<AliasChange> ChampionMoves, IReadOnlyList<ShownMove> Moves)
{
    /// <summary>Whether there is a champion to go back to.</summary>
    public bool CanRollBack => ChampionMoves.Any(m => m.From is not null);
}

/// <summary>A version as listed.</summary>
internal sealed record ShownVersion(ModelVersion Version, bool HasReport);

/// <summary>A move of an alias as listed.</summary>
internal sealed record ShownMove(string Alias, AliasChange Change);
