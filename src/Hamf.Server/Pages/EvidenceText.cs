using System.Text.Json;

namespace Hamf.Server.Pages;

/// <summary>What was known of two versions when an alias moved between them, in a line.</summary>
internal static class EvidenceText
{
    private static readonly (string Key, string Name)[] Shown =
        [("average_precision", "avg. precision"), ("roc_auc", "ROC AUC"), ("f1", "F1"), ("f1_score", "F1"), ("accuracy", "accuracy")];

    /// <summary>The first metrics that are known, before and after; empty where nothing is.</summary>
    public static string Of(string? evidence)
    {
        if (evidence is null)
        {
            return string.Empty;
        }

        using JsonDocument document = JsonDocument.Parse(evidence);
        string[] parts = [.. Shown.Select(shown => Compared(document.RootElement, shown.Key, shown.Name)).OfType<string>().Take(3)];
        return string.Join(", ", parts);
    }

    private static string? Compared(JsonElement evidence, string key, string name)
    {
        (double? before, double? after) = (Metric(evidence, "from", key), Metric(evidence, "to", key));
        return (before, after) switch
        {
            (null, null) => null,
            (null, { } only) => $"{name} {PageText.Share(only)}",
            ({ } only, null) => $"{name} was {PageText.Share(only)}",
            ({ } old, { } now) => $"{name} {PageText.Share(old)} → {PageText.Share(now)}",
        };
    }

    private static double? Metric(JsonElement evidence, string side, string key) =>
        evidence.TryGetProperty(side, out JsonElement version) && version.TryGetProperty("metrics", out JsonElement metrics)
        && metrics.TryGetProperty(key, out JsonElement value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;
}
