using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hamf.App.Commands;

/// <summary>
/// Where a command writes. With <c>--json</c> exactly one JSON object goes to standard output and everything else to standard
/// error; without it people read standard output.
/// </summary>
internal sealed class Terminal(bool isJson, TextWriter output, TextWriter error)
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>True when a machine reads the output.</summary>
    public bool IsJson { get; } = isJson;

    /// <summary>True when a person watches and the text may move.</summary>
    public bool IsInteractive => !IsJson && !Console.IsOutputRedirected && !Console.IsErrorRedirected;

    /// <summary>Tells a person what is going on.</summary>
    public void Say(string text) => (IsJson ? error : output).WriteLine(text);

    /// <summary>Tells a person about progress; never part of the result.</summary>
    public void Progress(string text) => error.WriteLine(text);

    /// <summary>Warns.</summary>
    public void Warn(string text) => error.WriteLine($"warning: {text}");

    /// <summary>Writes the result for machines; does nothing without <c>--json</c>.</summary>
    public void Result(JsonObject result)
    {
        if (IsJson)
        {
            output.WriteLine(result.ToJsonString(Indented));
        }
    }

    /// <summary>A number for JSON: NaN and infinities, which JSON cannot hold, become null.</summary>
    public static JsonNode? Number(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;

    /// <summary>A list of texts for JSON.</summary>
    public static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(t => (JsonNode?)JsonValue.Create(t))]);
}
