using System.Globalization;
using Hamf.Pipeline.Flows.Streaming;
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
    private const int ModelsShown = 20;
    private const int VersionsShown = 20;
    private const int MovesShown = 10;
    private const int UnscoredShown = 50;
    private const int VersionsLooked = 1_000;

    private static readonly SearchOrder NewestFirst = new(new SearchField(FieldKind.Attribute, "creation_timestamp"), IsAscending: false);

    /// <summary>How many models, by name, stand on the pages before.</summary>
    [BindProperty(SupportsGet = true)]
    public long From { get; set; }

    /// <summary>Where the next page starts, or null.</summary>
    public long? Next { get; private set; }

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
        if (promoted is not null && version is { } number && ServingOf(promoted) == number)
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
            string here = From > 0 ? string.Create(CultureInfo.InvariantCulture, $"&from={From}") : "";
            return Redirect($"/models?promoted={Uri.EscapeDataString(move.Name)}&version={move.Version}{here}");
        }

        Load();
        NoticeIsBad = true;
        Notice = outcome.Problem?.Detail ?? string.Join(" ", outcome.Move!.Problems);
        return Page();
    }

    private void Load()
    {
        Page<string> names = services.Models.Names(Math.Max(0, From), ModelsShown);
        (Models, Next) = ([.. names.Items.Select(Show)], names.NextOffset);
        Unscored = services.Tracking is not { } tracking || From > 0 ? [] :
        [
            .. tracking.Registry.SearchVersions(new SearchQuery { Max = VersionsLooked, Order = [NewestFirst] }).Items
                .Where(version => version.BundleDigest is null).Take(UnscoredShown),
        ];
    }

    // The newest versions, and however old they are those that serve or wait.
    private ShownModel Show(string name)
    {
        IReadOnlyList<ModelVersion> newest = services.Models.Newest(name, VersionsShown + 1);
        IEnumerable<ModelVersion> aliased = ((string[])[ModelReference.Champion, ModelReference.Challenger])
            .Select(alias => services.Models.Find(new ModelReference(name, alias, null))).OfType<ModelVersion>();
        return new ShownModel(
            name,
            ServingOf(name),
            [.. newest.Take(VersionsShown).Concat(aliased).DistinctBy(v => v.Version).OrderByDescending(v => v.Version).Select(v => new ShownVersion(v, HasReport(v)))],
            [.. services.Models.History(name, ModelReference.Champion).Take(MovesShown)],
            MovesOf(name))
        { HasMore = newest.Count > VersionsShown };
    }

    private int? ServingOf(string name) => services.Live.All.TryGetValue(name, out LiveDetector? live) ? live.Version.Version : null;

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
    /// <summary>Whether there are older versions that are not listed.</summary>
    public bool HasMore { get; init; }

    /// <summary>Whether there is a champion to go back to.</summary>
    public bool CanRollBack => ChampionMoves.Any(m => m.From is not null);
}

/// <summary>A version as listed.</summary>
internal sealed record ShownVersion(ModelVersion Version, bool HasReport);

/// <summary>A move of an alias as listed.</summary>
internal sealed record ShownMove(string Alias, AliasChange Change);
