using Hamf.Pipeline.Registry.Tracking;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Hamf.Server.Pages;

/// <summary>Two runs side by side.</summary>
internal sealed class CompareModel(HamfServices services) : PageModel
{
    /// <summary>The runs chosen.</summary>
    [BindProperty(SupportsGet = true)]
    public string[] Run { get; set; } = [];

    public TrackedRun? Left { get; private set; }

    public TrackedRun? Right { get; private set; }

    public IReadOnlyList<ComparedValue> Metrics { get; private set; } = [];

    public IReadOnlyList<ComparedValue> Params { get; private set; } = [];

    public IReadOnlyList<ComparedValue> Tags { get; private set; } = [];

    public IActionResult OnGet()
    {
        if (services.Tracking is not { } tracking)
        {
            return NotFound();
        }

        if (Run.Length != 2)
        {
            return Page();
        }

        Left = tracking.Tracking.FindRun(Run[0]);
        Right = tracking.Tracking.FindRun(Run[1]);
        if (Left is null || Right is null)
        {
            return NotFound();
        }

        Metrics = Compare(run => run.Metrics.Select(m => KeyValuePair.Create(m.Key, RunText.Number(m.Value))));
        Params = Compare(run => run.Params);
        Tags = Compare(run => run.Tags);
        return Page();
    }

    private ComparedValue[] Compare(Func<TrackedRun, IEnumerable<KeyValuePair<string, string>>> values)
    {
        Dictionary<string, string> left = values(Left!).ToDictionary(StringComparer.Ordinal);
        Dictionary<string, string> right = values(Right!).ToDictionary(StringComparer.Ordinal);
        return [.. left.Keys.Union(right.Keys).Order(StringComparer.Ordinal)
            .Select(key => new ComparedValue(key, left.GetValueOrDefault(key), right.GetValueOrDefault(key)))];
    }
}

/// <summary>A value of two runs; null where a run has none.</summary>
internal sealed record ComparedValue(string Key, string? Left, string? Right)
{
    /// <summary>Whether they differ.</summary>
    public bool Differs => Left != Right;
}
