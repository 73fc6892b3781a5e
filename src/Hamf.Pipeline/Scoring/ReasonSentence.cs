using System.Globalization;
using Hamf.Pipeline.Detectors;
using Hamf.Pipeline.Features.Expressions;
using Hamf.Pipeline.Rows;

namespace Hamf.Pipeline.Scoring;

/// <summary>What a reason says of a feature, in plain words.</summary>
/// <param name="Text">The words, with <see cref="FeatureSpec.ValueMark"/> for the value.</param>
/// <param name="IsSeconds">Whether the value is a span in seconds.</param>
internal sealed record ReasonSentence(string Text, bool IsSeconds = false)
{
    private const long SecondMs = 1_000;
    private const long MinuteMs = 60 * SecondMs;
    private const long HourMs = 60 * MinuteMs;
    private const long DayMs = 24 * HourMs;
    private const string Value = FeatureSpec.ValueMark;

    // What the words are when the value is 1, where they differ.
    private string? TextOfOne { get; init; }

    /// <summary>The feature's sentence: as written, else as its expression gives it; null where name and value say as much.</summary>
    public static ReasonSentence? Of(FeatureSpec feature, EventSchema schema)
    {
        Syntax? tree = Parser.Parse(feature.Expression).Tree;
        bool isSeconds = tree is CallSyntax { Function: "time_since_last" or "first_seen" };
        return feature.Reason is { } written
            ? new ReasonSentence(written, isSeconds)
            : tree switch
            {
                CallSyntax call => OfWindow(call, schema),
                BinarySyntax { Operator: "/", Left: NameSyntax value, Right: CallSyntax { Function: "mean", Filter: null, Arguments: [NameSyntax mean] } window }
                    when value.Name == mean.Name && Place(window, schema) is { } place => new ReasonSentence($"{value.Name} is {Value} times its mean {place}"),
                _ => null,
            };
    }

    /// <summary>The sentence with a value.</summary>
    public string Fill(string value) =>
        (value == "1" && TextOfOne is not null ? TextOfOne : Text).Replace(Value, value, StringComparison.Ordinal);

    /// <summary>A span as people say it: <c>25 minutes</c>. Two of a unit are the least, so that 90 minutes do not become 1 hour.</summary>
    public static string SpanOf(double seconds)
    {
        (long unitMs, string name) = (seconds * SecondMs) switch
        {
            >= 2 * DayMs => (DayMs, "day"),
            >= 2 * HourMs => (HourMs, "hour"),
            >= 2 * MinuteMs => (MinuteMs, "minute"),
            _ => (SecondMs, "second"),
        };
        double count = Math.Floor(seconds * SecondMs / unitMs);
        return string.Create(CultureInfo.InvariantCulture, $"{count:#,##0} {name}{(count == 1 ? "" : "s")}");
    }

    private static ReasonSentence? OfWindow(CallSyntax call, EventSchema schema)
    {
        if (call.Filter is not null || !WindowBinder.IsWindow(call) || Place(call, schema) is not { } place)
        {
            return null;
        }

        return (call.Function, call.Arguments) switch
        {
            ("count", []) => new ReasonSentence($"{Value} earlier events {place}") { TextOfOne = $"{Value} earlier event {place}" },
            ("sum", [NameSyntax of]) => new ReasonSentence($"{of.Name} adds up to {Value} {place}"),
            ("mean", [NameSyntax of]) => new ReasonSentence($"{of.Name} was {Value} on average {place}"),
            ("min", [NameSyntax of]) => new ReasonSentence($"lowest {of.Name} {place}: {Value}"),
            ("max", [NameSyntax of]) => new ReasonSentence($"highest {of.Name} {place}: {Value}"),
            ("std", [NameSyntax of]) => new ReasonSentence($"{of.Name} varied by {Value} {place}"),
            ("distinct", [NameSyntax of]) => new ReasonSentence($"{Value} different values of {of.Name} {place}")
            {
                TextOfOne = $"{Value} value of {of.Name} {place}",
            },
            ("seen_before", [NameSyntax of]) => new ReasonSentence($"this {of.Name} was not seen {place}")
            {
                TextOfOne = $"this {of.Name} was seen before {place}",
            },
            ("time_since_last", []) => new ReasonSentence($"{Value} since the last event {With(call, schema)}", IsSeconds: true),
            ("first_seen", []) => new ReasonSentence($"{Value} since the first event {With(call, schema)}", IsSeconds: true),
            _ => null,
        };
    }

    // A delayed window looks at another stretch of time than these words would say.
    private static string? Place(CallSyntax call, EventSchema schema) =>
        call.Window is { DelayMs: not null } ? null : $"{With(call, schema)} in the last {SpanName(call.Window?.SpanMs ?? WindowBinder.DefaultSpanMs)}";

    private static string With(CallSyntax call, EventSchema schema)
    {
        string[] by = call.Window is { By: { Count: > 0 } names }
            ? [.. names.Select(n => n.Name)]
            : [schema.EntityIndex < 0 ? "entity" : schema.Columns[schema.EntityIndex].Name];
        return $"with this {string.Join(" and ", by)}";
    }

    private static string SpanName(long spanMs)
    {
        (long unitMs, string name) = spanMs switch
        {
            _ when spanMs % DayMs == 0 && spanMs > DayMs => (DayMs, "day"),
            _ when spanMs % HourMs == 0 => (HourMs, "hour"),
            _ when spanMs % MinuteMs == 0 => (MinuteMs, "minute"),
            _ => (SecondMs, "second"),
        };
        long count = Math.Max(1, spanMs / unitMs);
        return count == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{count} {name}s");
    }
}
