using Hamf.Pipeline.Alerts;
using Hamf.Pipeline.Flows.Streaming;
using Hamf.Pipeline.Registry;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Hamf.Server.Pages;

/// <summary>The overview: the stream now, the last alarms, the champions.</summary>
internal sealed class IndexModel(HamfServices services) : PageModel
{
    /// <summary>The metrics a champion's card shows, with their short names.</summary>
    public static readonly IReadOnlyList<(string Key, string Name)> KeyMetrics =
    [
        ("average_precision", "Avg. precision"), ("roc_auc", "ROC AUC"), ("precision", "Precision"), ("recall", "Recall"), ("f1", "F1"),
    ];

    public StreamStatus Status { get; private set; } = null!;

    public IReadOnlyList<Alert> Alerts { get; private set; } = [];

    public IReadOnlyList<ModelVersion> Champions { get; private set; } = [];

    public long ScoreCount { get; private set; }

    public long AlertCount { get; private set; }

    public long Lag => Status.Stages.Sum(s => s.Lag);

    /// <summary>Whether models are registered, served or not.</summary>
    public bool HasModels { get; private set; }

    public void OnGet()
    {
        Status = services.Monitor.Status();
        Alerts = services.Alerts.List(null, null, 8);
        Champions = [.. services.Live.All.Values.Select(d => d.Version).OrderBy(v => v.Name, StringComparer.Ordinal)];
        HasModels = Champions.Count > 0 || services.Models.HasVersion(null);
        ScoreCount = services.Scores.Count();
        AlertCount = services.Alerts.Count();
    }
}
