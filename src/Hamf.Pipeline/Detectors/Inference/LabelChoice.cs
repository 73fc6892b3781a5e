using System.Globalization;
using Hamf.Pipeline.Detectors.Reading;
using Hamf.Pipeline.Rows;

namespace Hamf.Pipeline.Detectors.Inference;

/// <summary>What is decided about the label.</summary>
/// <param name="Positive">The positive class as written in the file.</param>
/// <param name="Type">The type of the label's column.</param>
/// <param name="Positives">Rows of the positive class.</param>
/// <param name="Labelled">Rows with a label.</param>
/// <param name="Why">The reason, for people.</param>
/// <param name="Warning">What is doubtful, or null.</param>
internal sealed record LabelChoice(string Positive, ColumnType Type, long Positives, long Labelled, string Why, string? Warning)
{
    private static readonly string[] CertainlyPositive = ["true", "yes", "y", "fraud", "fraudulent", "phishing", "phish", "malicious", "bad",
        "attack", "anomaly", "spam", "malware", "positive", "scam"];

    /// <summary>Share of positives among labelled rows, in [0, 1].</summary>
    public double BaseRate => Labelled == 0 ? 0 : (double)Positives / Labelled;

    /// <summary>Chooses the positive class.</summary>
    /// <returns>The choice, or null with the reason why there is none.</returns>
    public static (LabelChoice? Choice, string? Refusal) Make(ColumnProfile label, string? wanted)
    {
        if (label.Distinct > 2)
        {
            string rest = label.Distinct > 10 ? ", ..." : "";
            return (null, $"label '{label.Name}' has {label.Distinct:N0} values ({string.Join(", ", Quoted(label).Take(10))}{rest}); expected two. "
                + "Write a column with two values, or choose another label.");
        }

        if (label.Present == 0)
        {
            return (null, $"label '{label.Name}' is empty in every row; expected two values");
        }

        string? positive = wanted is null ? null : label.Texts.Keys.FirstOrDefault(t => IsSame(t, wanted));
        if (wanted is not null && positive is null)
        {
            return (null, $"label '{label.Name}' has no value '{wanted}'; it has {string.Join(" and ", Quoted(label))}");
        }

        (string chosen, string why, string? warning) = positive is null ? Guess(label) : (positive, "given", null);
        warning = label.Distinct == 1
            ? $"the label has only one value, {Quoted(label).First()}: a detector cannot be trained on this file"
            : warning;
        ColumnType type = !label.Numbers.IsNumeric ? ColumnType.Text : label.Numbers.IsWhole ? ColumnType.Integer : ColumnType.Number;
        return (new LabelChoice(chosen, type, label.Texts.GetValueOrDefault(chosen), label.Present, why, warning), null);
    }

    private static (string Positive, string Why, string? Warning) Guess(ColumnProfile label)
    {
        List<string> values = [.. label.Texts.Keys];
        List<string> named = values.FindAll(v => CertainlyPositive.Contains(v.Trim().ToLowerInvariant()));
        if (named.Count == 1)
        {
            return (named[0], $"'{named[0]}' says so", null);
        }

        string? one = values.Find(v => IsSame(v, "1"));
        if (one is not null && values.TrueForAll(v => v == one || IsSame(v, "0")))
        {
            return (one, "1 against 0", null);
        }

        if (values.Count == 1)
        {
            return (values.TrueForAll(v => IsSame(v, "0")) ? "1" : values[0], "only one value", null);
        }

        string chosen = one ?? values.MinBy(v => label.Texts[v])!;
        string other = values.First(v => v != chosen);
        string reason = one is not null ? "it is 1" : "it is the rarer one";
        return (chosen, reason,
            $"'{chosen}' is taken as the positive class because {reason}; if it is '{other}', run again with --positive {other}");
    }

    private static bool IsSame(string a, string b) =>
        a == b
        || (NumberText.TryParse(a, out double x) && NumberText.TryParse(b, out double y) && x.Equals(y));

    private static IEnumerable<string> Quoted(ColumnProfile label) =>
        label.Texts.OrderByDescending(p => p.Value)
            .Select(p => string.Create(CultureInfo.InvariantCulture, $"'{(p.Key.Length > 32 ? p.Key[..32] : p.Key)}' ({p.Value:N0})"));
}
