using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Hamf.Models.Formats.Importing;

/// <summary>The names of a model's inputs in the <c>MLmodel</c> file that MLflow puts beside it.</summary>
internal static partial class MlflowSignature
{
    private const int SizeMax = 1 << 20;

    /// <summary>The names, or null when the file has no signature with names.</summary>
    /// <param name="content">The file: YAML, in which the signature is JSON between single quotes.</param>
    public static string[]? InputNames(ReadOnlySpan<byte> content)
    {
        if (content.Length > SizeMax)
        {
            return null;
        }

        Match match = Inputs().Match(Encoding.UTF8.GetString(content));
        if (!match.Success)
        {
            return null;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(Folds().Replace(match.Groups[1].Value.Replace("''", "'", StringComparison.Ordinal), " "));
            string[] names =
            [
                .. document.RootElement.EnumerateArray()
                    .Select(input => input.ValueKind == JsonValueKind.Object && input.TryGetProperty("name", out JsonElement name) ? name.ToString() : string.Empty),
            ];
            return names.Length > 0 && !names.Contains(string.Empty) ? names : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"^\s+inputs: '((?:[^']|'')*)'", RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex Inputs();

    // YAML folds a long line: a break with its indent is one space.
    [GeneratedRegex(@"\r?\n\s*", RegexOptions.NonBacktracking)]
    private static partial Regex Folds();
}
