using System.Globalization;
using Hamf.Models.Graph;

namespace Hamf.Models.Formats.Importing;

/// <summary>Decides which class is the one that alarms are for.</summary>
internal static class PositiveClass
{
    // Words that data sets of this trade use; anything else must be said by the user.
    private static readonly string[] Bad =
    [
        "fraud", "fraudulent", "phishing", "phish", "spam", "smishing", "malicious", "malware", "malign", "attack", "intrusion", "anomaly",
        "anomalous", "abnormal", "outlier", "bad", "suspicious", "fake", "scam", "bot", "abuse", "risky", "positive", "yes", "true", "1",
    ];

    private static readonly string[] Good =
    [
        "legit", "legitimate", "ham", "benign", "normal", "safe", "good", "genuine", "clean", "real", "human", "valid", "negative", "no", "false", "0",
    ];

    /// <summary>The position of the positive class, or <see cref="GraphModel.NoPositiveClass"/>; the report says why.</summary>
    /// <exception cref="ImportException">The wanted class is not one of the model's.</exception>
    public static int Choose(IReadOnlyList<string> classes, string? wanted, ImportReport report)
    {
        if (wanted is not null)
        {
            int chosen = Enumerable.Range(0, classes.Count).FirstOrDefault(i => IsSame(classes[i], wanted), -1);
            return chosen >= 0 ? chosen : throw new ImportException(
                string.Empty,
                classes.Count == 0 ? $"the model has no classes, so '{wanted}' cannot be the positive one" : $"'{wanted}' is not a class of the model",
                classes.Count == 0 ? "Leave out --positive" : $"Its classes are {string.Join(", ", classes)}; name one of them with --positive");
        }

        if (classes.Count != 2)
        {
            if (classes.Count > 2)
            {
                report.Warn($"the model tells {classes.Count} classes apart ({string.Join(", ", classes)}): without --positive CLASS it gives no score and cannot serve");
            }

            return GraphModel.NoPositiveClass;
        }

        return ChooseOfTwo(classes, report);
    }

    private static int ChooseOfTwo(IReadOnlyList<string> classes, ImportReport report)
    {
        string first = Word(classes[0]);
        string second = Word(classes[1]);
        if ((first, second) is ("0", "1") or ("-1", "1") or ("false", "true"))
        {
            report.Note($"the score is the probability of class '{classes[1]}', the second of {classes[0]} and {classes[1]}");
            if (first == "-1")
            {
                report.Warn($"class '{classes[1]}' was taken for the positive one; where '{classes[0]}' means fraud or phishing, import with --positive {classes[0]}");
            }

            return 1;
        }

        int byWord = (Bad.Contains(first), Bad.Contains(second)) switch
        {
            (true, false) => 0,
            (false, true) => 1,
            _ => (Good.Contains(first), Good.Contains(second)) switch
            {
                (true, false) => 1,
                (false, true) => 0,
                _ => GraphModel.NoPositiveClass,
            },
        };
        if (byWord >= 0)
        {
            report.Note($"the score is the probability of class '{classes[byWord]}', by its name");
        }
        else
        {
            report.Warn($"neither '{classes[0]}' nor '{classes[1]}' is known to be the positive class: without --positive CLASS the model gives no score and cannot serve");
        }

        return byWord;
    }

    // 1 and 1.0, True and true mean the same to whoever types them.
    private static bool IsSame(string label, string wanted) => label == wanted || Word(label) == Word(wanted);

    private static string Word(string label) =>
        double.TryParse(label, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            ? number.ToString("R", CultureInfo.InvariantCulture)
            : label.Trim().ToLowerInvariant();
}
