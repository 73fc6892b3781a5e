using Hamf.Pipeline.Flows.Streaming;
using Hamf.Pipeline.Governance;
using Hamf.Pipeline.Labels;
using Hamf.Pipeline.Scoring;
using Hamf.Server.Api;
using Hamf.Server.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Hamf.Server.Pages;

/// <summary>One scored event: why it was alarmed on, what it holds, and what analysts said.</summary>
internal sealed class AlertModel(HamfServices services) : PageModel
{

    public ScoredEvent Scored { get; private set; } = null!;

    public IReadOnlyList<EventField>? Fields { get; private set; }

    public IReadOnlyList<Label> Labels { get; private set; } = [];

    /// <summary>What the verdicts are called.</summary>
    public VerdictWords Words { get; private set; } = VerdictWords.Neutral;

    /// <summary>True right after a verdict was saved.</summary>
    public bool WasSaved { get; private set; }

    /// <summary>The largest contribution, which fills its bar.</summary>
    public double LargestContribution => Scored.Reasons.Select(r => Math.Abs(r.Contribution)).DefaultIfEmpty(1).Max();

    /// <summary>Whether the caller may give a verdict.</summary>
    public bool MayJudge => Caller.Of(HttpContext).May(Role.Scorer);

    private string Source => Caller.Of(HttpContext) is var caller && caller != Caller.Local ? "analyst:" + caller.Name : "analyst";

    public IActionResult OnGet(bool saved)
    {
        string eventId = HttpContext.LastSegment();
        if (services.Scores.Find(eventId) is not { } scored)
        {
            return NotFound();
        }

        Scored = scored;
        WasSaved = saved;
        Labels = services.Labels.History(eventId);
        Fields = EventFields.Of(scored, services.Live);
        Words = services.Live.All.TryGetValue(scored.Detector, out LiveDetector? detector) ? VerdictWords.Of(detector.Schema) : VerdictWords.Neutral;
        return Page();
    }

    public IActionResult OnPost(bool? positive)
    {
        string eventId = HttpContext.LastSegment();
        if (positive is not { } verdict || services.Scores.Find(eventId) is null)
        {
            return NotFound();
        }

        services.Labels.Add([new Label(eventId, verdict, Source, services.Time.GetUtcNow())]);
        return Redirect(PageText.AlertUrl(eventId) + "?saved=true");
    }
}
