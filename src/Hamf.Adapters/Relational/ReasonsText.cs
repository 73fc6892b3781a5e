using System.Text.Json;
using System.Text.Json.Serialization;
using Hamf.Pipeline.Scoring;

namespace Hamf.Adapters.Relational;

/// <summary>Reasons as a JSON array in a text column; null when there are none.</summary>
internal static partial class ReasonsText
{
    public static string? Write(IReadOnlyList<Reason> reasons) =>
        reasons.Count == 0 ? null : JsonSerializer.Serialize(reasons, Format.Default.IReadOnlyListReason);

    public static IReadOnlyList<Reason> Read(string? text) =>
        text is null ? [] : JsonSerializer.Deserialize(text, Format.Default.IReadOnlyListReason) ?? [];

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
    [JsonSerializable(typeof(IReadOnlyList<Reason>))]
    private sealed partial class Format : JsonSerializerContext;
}
