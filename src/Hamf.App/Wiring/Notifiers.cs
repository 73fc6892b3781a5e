using Hamf.Adapters.Log;
using Hamf.Adapters.Slack;
using Hamf.Adapters.Smtp;
using Hamf.App.Commands;
using Hamf.Pipeline.Alerts;
using Hamf.Pipeline.Detectors;
using Hamf.Pipeline.Flows.Streaming;
using Hamf.Pipeline.Rows;
using Microsoft.Extensions.Logging;

namespace Hamf.App.Wiring;

/// <summary>The channels that the environment configures: the log always, mail with SMTP_*, Slack with SLACK_WEBHOOK_URL.</summary>
internal static class Notifiers
{
    /// <exception cref="CommandFailure">A channel is configured wrongly; every problem is named.</exception>
    public static IReadOnlyList<INotifier> FromEnvironment(HomeServices home, LiveDetectors live, HttpClient http, ILoggerFactory loggers)
    {
        var notifiers = new List<INotifier> { new LogNotifier(loggers.CreateLogger<LogNotifier>()) };
        SmtpOptions? smtp = SmtpOptions.FromEnvironment(Environment.GetEnvironmentVariable, out IReadOnlyList<string> mailProblems);
        SlackOptions? slack = SlackOptions.FromEnvironment(Environment.GetEnvironmentVariable, out string? slackProblem);
        string[] problems = slackProblem is null ? [.. mailProblems] : [.. mailProblems, slackProblem];
        if (problems.Length > 0)
        {
            throw CommandFailure.Usage(string.Join(Environment.NewLine, problems));
        }

        if (smtp is not null)
        {
            notifiers.Add(new SmtpNotifier(smtp, name => DetectorOf(home, name)?.Alerts.Mail ?? [], alert => ReportOf(alert, home, live)));
        }

        if (slack is not null)
        {
            notifiers.Add(new SlackNotifier(http, slack));
        }

        return notifiers;
    }

    private static Detector? DetectorOf(HomeServices home, string name) =>
        home.ChampionOf(name) is { } version ? DetectorFile.Parse(version.DetectorYaml, version.Name).Detector : null;

    private static string ReportOf(Alert alert, HomeServices home, LiveDetectors live)
    {
        EventSchema? schema = live.All.TryGetValue(alert.Detector, out LiveDetector? detector) ? detector.Schema : null;
        return AlertReport.ToCsv(alert, home.Scores.Find(alert.EventId), schema);
    }
}
