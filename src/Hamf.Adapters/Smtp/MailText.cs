using System.Globalization;
using System.Text;
using Hamf.Pipeline.Alerts;
using Hamf.Pipeline.Scoring;

namespace Hamf.Adapters.Smtp;

/// <summary>Words the text of an alert's mail.</summary>
internal static class MailText
{
    public static string Of(Alert alert, Uri? link)
    {
        StringBuilder text = new();
        text.AppendLine("A potentially fraudulent transaction has been detected. Please review the attached document.").AppendLine();
        Line(text, "Detector", alert.Detector);
        Line(text, "Event", alert.EventId);
        Line(text, "Time", DateTimeOffset.FromUnixTimeMilliseconds(alert.TimeMs).ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture));
        Line(text, "Of", alert.Entity ?? "");
        Line(text, "Score", alert.Score.ToString("0.000", CultureInfo.InvariantCulture));
        Line(text, "Threshold", alert.Threshold.ToString("0.000", CultureInfo.InvariantCulture));
        Line(text, "Version", alert.ModelVersion.ToString(CultureInfo.InvariantCulture));
        if (alert.Reasons.Count > 0)
        {
            text.AppendLine().AppendLine("What speaks for it, strongest first:");
        }

        foreach (Reason reason in alert.Reasons)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {reason.Feature}: {reason.Value} ({reason.Contribution:+0.00;-0.00})").AppendLine();
        }

        if (link is not null)
        {
            text.AppendLine().Append("Look at it: ").AppendLine(link.ToString());
        }

        return text.ToString();
    }

    private static void Line(StringBuilder text, string name, string value)
    {
        if (value.Length > 0)
        {
            text.Append((name + ":").PadRight(12)).AppendLine(value);
        }
    }
}
