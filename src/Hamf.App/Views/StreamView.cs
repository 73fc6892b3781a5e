using System.Globalization;
using Hamf.Pipeline.Alerts;
using Hamf.Pipeline.Flows.Streaming;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Hamf.App.Views;

/// <summary>The stream as a person in a terminal sees it: figures, stages, last alarms.</summary>
internal static class StreamView
{
    /// <summary>Draws the present state.</summary>
    /// <param name="headline">What is going on, in a line.</param>
    /// <param name="status">The stream.</param>
    /// <param name="alertCount">Alarms so far.</param>
    /// <param name="alerts">The last alarms, newest first.</param>
    public static IRenderable Draw(string headline, StreamStatus status, long alertCount, IReadOnlyList<Alert> alerts) => new Rows(
        new Markup(headline),
        Figures(status, alertCount),
        Stages(status),
        Alarms(alerts));

    private static Table Figures(StreamStatus status, long alertCount)
    {
        Table table = new Table().Border(TableBorder.Rounded).Expand()
            .AddColumns("events/s", "lag", "alarms", "alarm rate", "latency p50", "latency p99");
        table.AddRow(
            Number(status.EventsPerSecond, "N0"),
            Number(status.Stages.Sum(s => s.Lag), "N0"),
            Number(alertCount, "N0"),
            Number(status.AlertRate, "P2"),
            Milliseconds(status.LatencyMsP50),
            Milliseconds(status.LatencyMsP99));
        return table;
    }

    private static Table Stages(StreamStatus status)
    {
        Table table = new Table().Border(TableBorder.Simple).Expand()
            .AddColumns("stage", "taken", "given", "dead letters", "repeats", "lag", "state");
        foreach (StageStatus stage in status.Stages)
        {
            table.AddRow(
                stage.Name,
                Number(stage.In, "N0"),
                Number(stage.Out, "N0"),
                Number(stage.Rejected, "N0"),
                Number(stage.Duplicates, "N0"),
                Number(stage.Lag, "N0"),
                Markup.Escape(stage.State));
        }

        return table;
    }

    private static Table Alarms(IReadOnlyList<Alert> alerts)
    {
        Table table = new Table().Border(TableBorder.Simple).Expand()
            .AddColumns("last alarms (UTC)", "card", "score", "reasons");
        foreach (Alert alert in alerts)
        {
            table.AddRow(
                DateTimeOffset.FromUnixTimeMilliseconds(alert.TimeMs).ToString("MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
                Markup.Escape(alert.Entity ?? ""),
                Number(alert.Score, "F3"),
                Markup.Escape(string.Join(", ", alert.Reasons.Select(r => $"{r.Feature}: {r.Value}"))));
        }

        return table;
    }

    private static string Number(double value, string format) =>
        double.IsNaN(value) ? "–" : value.ToString(format, CultureInfo.InvariantCulture);

    private static string Milliseconds(double value) =>
        double.IsNaN(value) ? "–" : string.Create(CultureInfo.InvariantCulture, $"{value:N1} ms");
}
