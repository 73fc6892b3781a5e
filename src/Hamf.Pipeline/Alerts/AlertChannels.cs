using Hamf.Pipeline.Detectors;

namespace Hamf.Pipeline.Alerts;

/// <summary>The channels that alerts go to.</summary>
public static class AlertChannels
{
    /// <summary>The server's own log; every alert goes there.</summary>
    public const string Log = "log";

    /// <summary>Mail.</summary>
    public const string Mail = "mail";

    /// <summary>Slack.</summary>
    public const string Slack = "slack";

    /// <summary>The channels of a detector; only the log where it is not known.</summary>
    public static IReadOnlyList<string> Of(AlertSpec? spec)
    {
        List<string> channels = [Log];
        if (spec?.Mail.Count > 0)
        {
            channels.Add(Mail);
        }

        if (spec?.Slack == true)
        {
            channels.Add(Slack);
        }

        return channels;
    }
}
