using Hamf.Pipeline.Alerts;
using Hamf.Pipeline.Labels;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Hamf.Server.Pages;

/// <summary>The list of alarms, newest first.</summary>
internal sealed class AlertsModel(HamfServices services) : PageModel
{
    private const int PageRows = 50;

    [BindProperty(SupportsGet = true)]
    public string? Detector { get; set; }

    [BindProperty(SupportsGet = true)]
    public long? Before { get; set; }

    public IReadOnlyList<Alert> Alerts { get; private set; } = [];

    public IReadOnlyDictionary<string, Label> Labels { get; private set; } = new Dictionary<string, Label>();

    public IReadOnlyList<string> Detectors { get; private set; } = [];

    public long Total { get; private set; }

    /// <summary>The address of the next page, or null on the last.</summary>
    public string? Older => Alerts.Count < PageRows ? null : Address(Detector, Alerts[^1].AlertId);

    public void OnGet()
    {
        string? only = string.IsNullOrEmpty(Detector) ? null : Detector;
        Alerts = services.Alerts.List(only, Before, PageRows);
        Labels = services.Labels.Current([.. Alerts.Select(a => a.EventId)]);
        Detectors = [.. services.Live.All.Keys.Order(StringComparer.Ordinal)];
        Total = services.Alerts.Count();
    }

    /// <summary>The address of the list for a detector, from an alert on.</summary>
    public static string Address(string? detector, long? before)
    {
        List<string> parts = [];
        if (!string.IsNullOrEmpty(detector))
        {
            parts.Add("detector=" + Uri.EscapeDataString(detector));
        }

        if (before is { } id)
        {
            parts.Add($"before={id}");
        }

        return parts.Count == 0 ? "/alerts" : "/alerts?" + string.Join('&', parts);
    }
}
