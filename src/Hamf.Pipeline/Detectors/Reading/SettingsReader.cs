using System.Globalization;
using System.Net.Mail;

namespace Hamf.Pipeline.Detectors.Reading;

/// <summary>Reads <c>training:</c>, <c>decision:</c>, <c>stream:</c> and <c>alerts:</c>; an absent section is all defaults.</summary>
internal static class SettingsReader
{
    public static TrainingSpec Training(SectionReader? s)
    {
        var d = new TrainingSpec();
        if (s is null)
        {
            return d;
        }

        TrainingSpec training = d with
        {
            Algorithm = s.Choice<AlgorithmKind>("algorithm") ?? d.Algorithm,
            Split = s.Choice<SplitKind>("split") ?? d.Split,
            ValidationShare = s.Number("validation_share", Limits.Between(0, 1)) ?? d.ValidationShare,
            TestShare = s.Number("test_share", Limits.Below(0, 1)) ?? d.TestShare,
            Seed = s.Whole("seed", 0, int.MaxValue) ?? d.Seed,
            Trees = s.Whole("trees", 1, 10_000),
            Leaves = s.Whole("leaves", 2, 1_024),
            MaxDepth = s.Whole("max_depth", 1, 1_000),
            LearningRate = s.Number("learning_rate", Limits.Above(0, 1)),
            MinLeafRows = s.Whole("min_leaf_rows", 1, 1_000_000),
            FeatureShare = s.Number("feature_share", Limits.Above(0, 1)),
            L1 = s.Number("l1", Limits.From(0, 1_000_000)),
            L2 = s.Number("l2", Limits.From(0, 1_000_000)),
            AllowLeakage = s.Texts("allow_leakage") ?? d.AllowLeakage,
        };
        if (training.ValidationShare + training.TestShare >= 1)
        {
            s.Fault(s.Has("validation_share") ? "validation_share" : "test_share",
                string.Create(CultureInfo.InvariantCulture, $"leaves nothing to train on: {training.ValidationShare} for validation and "
                + $"{training.TestShare} for the test are the whole"));
        }

        s.End();
        return training;
    }

    public static DecisionSpec Decision(SectionReader? s)
    {
        var d = new DecisionSpec();
        if (s is null)
        {
            return d;
        }

        DecisionPolicy? policy = s.Choice<DecisionPolicy>("policy");
        DecisionSpec decision = d with
        {
            Policy = policy ?? d.Policy,
            AlertsPer1000 = s.Number("alerts_per_1000", Limits.Above(0, 1_000)) ?? d.AlertsPer1000,
            MissCost = s.Number("miss_cost", Limits.Above(0, 1e12)) ?? d.MissCost,
            FalseAlarmCost = s.Number("false_alarm_cost", Limits.Above(0, 1e12)) ?? d.FalseAlarmCost,
            Threshold = s.Number("threshold", Limits.From(0, 1)) ?? d.Threshold,
        };
        if (policy is not null || !s.Has("policy"))
        {
            CheckPolicy(s, decision.Policy, DecisionPolicy.AlertBudget, "alerts_per_1000");
            CheckPolicy(s, decision.Policy, DecisionPolicy.Cost, "miss_cost", "false_alarm_cost");
            CheckPolicy(s, decision.Policy, DecisionPolicy.Fixed, "threshold");
        }

        s.End();
        return decision;
    }

    public static StreamSpec Stream(SectionReader? s)
    {
        var d = new StreamSpec();
        if (s is null)
        {
            return d;
        }

        StreamSpec stream = d with
        {
            EventsTopic = Topic(s, "events_topic", d.EventsTopic),
            ScoresTopic = Topic(s, "scores_topic", d.ScoresTopic),
            DeadLetterTopic = Topic(s, "dead_letter_topic", d.DeadLetterTopic),
            Retention = s.Span("retention", TimeSpan.FromMinutes(1), TimeSpan.FromDays(3_650)) ?? d.Retention,
            MaxLogBytes = Size(s, "max_log") ?? d.MaxLogBytes,
            PollUrl = Address(s, "poll_url"),
            PollInterval = s.Span("poll_interval", TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)) ?? d.PollInterval,
            AllowedLateness = s.Span("allowed_lateness", TimeSpan.Zero, TimeSpan.FromDays(30)) ?? d.AllowedLateness,
            MaxEntities = s.Whole("max_entities", 1, 100_000_000) ?? d.MaxEntities,
        };
        string[] topics = [stream.EventsTopic, stream.ScoresTopic, stream.DeadLetterTopic];
        if (topics.Distinct(StringComparer.Ordinal).Count() < topics.Length)
        {
            s.Fault("events_topic", $"scores_topic and dead_letter_topic must differ; found {string.Join(", ", topics)}");
        }

        s.End();
        return stream;
    }

    public static AlertSpec Alerts(SectionReader? s)
    {
        var d = new AlertSpec();
        if (s is null)
        {
            return d;
        }

        AlertSpec alerts = d with
        {
            Mail = s.Texts("mail") ?? d.Mail,
            Slack = s.Flag("slack") ?? d.Slack,
            Reasons = s.Whole("reasons", 0, 20) ?? d.Reasons,
        };
        foreach (string address in alerts.Mail.Where(a => !MailAddress.TryCreate(a, out _)))
        {
            s.Wrong("mail", address, "mail addresses such as fraud-team@example.com");
        }

        s.End();
        return alerts;
    }

    private static void CheckPolicy(SectionReader s, DecisionPolicy found, DecisionPolicy owner, params string[] keys)
    {
        string name = ChoiceNames<DecisionPolicy>.Of(owner);
        foreach (string key in keys)
        {
            if (found == owner && !s.Has(key))
            {
                s.Fault("policy", $"is {name} and needs {key}:");
            }
            else if (found != owner && s.Has(key))
            {
                s.Fault(key, $"is used only with policy: {name}; found policy: {ChoiceNames<DecisionPolicy>.Of(found)}");
            }
        }
    }

    private static string Topic(SectionReader s, string key, string usual)
    {
        string? text = s.Text(key);
        if (text is null)
        {
            return usual;
        }

        if (text.Length is 0 or > 249 || text.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('.' or '_' or '-')))
        {
            s.Wrong(key, text, "1 to 249 letters, digits, '.', '_' or '-'");
        }

        return text;
    }

    private static Uri? Address(SectionReader s, string key)
    {
        string? text = s.Text(key);
        if (text is null)
        {
            return null;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) && uri.Scheme is "http" or "https" && uri.UserInfo.Length == 0)
        {
            return uri;
        }

        s.Fault(key, "is not an http:// or https:// address without user and password");
        return null;
    }

    private static long? Size(SectionReader s, string key)
    {
        string? text = s.Text(key);
        if (text is null)
        {
            return null;
        }

        if (ByteSizeText.TryParse(text, out long bytes) && bytes is >= 1L << 20 and <= 1L << 50)
        {
            return bytes;
        }

        s.Wrong(key, text, "a size from 1MiB to 1024TiB, such as 500MiB or 8GiB");
        return null;
    }
}
