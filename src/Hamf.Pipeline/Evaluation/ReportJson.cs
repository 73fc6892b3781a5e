using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hamf.Pipeline.Evaluation;

/// <summary>Training reports as JSON.</summary>
public static class ReportJson
{
    /// <summary>The report as indented UTF-8 JSON with snake_case names; the same report gives the same bytes.</summary>
    public static byte[] Write(TrainingReport report) =>
        JsonSerializer.SerializeToUtf8Bytes(report, ReportJsonContext.Default.TrainingReport);

    /// <summary>The table of a search as the report has it.</summary>
    public static byte[] Write(SearchTable table) => JsonSerializer.SerializeToUtf8Bytes(table, ReportJsonContext.Default.SearchTable);

    /// <summary>Reads what <see cref="Write(TrainingReport)"/> wrote.</summary>
    /// <exception cref="JsonException">Not a training report.</exception>
    public static TrainingReport Read(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, ReportJsonContext.Default.TrainingReport)
            ?? throw new JsonException("The report is empty.");
}

/// <summary>Generated serialisation, so that nothing depends on reflection.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true, NewLine = "\n", PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(TrainingReport))]
[JsonSerializable(typeof(SearchTable))]
internal sealed partial class ReportJsonContext : JsonSerializerContext;
