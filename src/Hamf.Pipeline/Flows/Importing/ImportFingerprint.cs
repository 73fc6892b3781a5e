using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Hamf.Pipeline.Flows.Importing;

/// <summary>Tells whether two imports are the same: the same bytes with the same options, whatever the files are called.</summary>
internal static class ImportFingerprint
{
    // What an import makes of the same files may differ from one release to the next; a new number makes them new.
    private const string Version = "1";

    /// <summary>SHA-256 in lower-case hex.</summary>
    /// <param name="request">The import.</param>
    /// <param name="digests">The digests of its files.</param>
    public static string Of(ImportRequest request, IEnumerable<string> digests)
    {
        string[] parts =
        [
            Version,
            .. digests.Order(StringComparer.Ordinal),
            "positive", request.Options.Positive ?? "",
            "threshold", request.Options.Threshold?.ToString("R", System.Globalization.CultureInfo.InvariantCulture) ?? "",
            "classes", .. request.Options.Classes,
            "columns", .. request.Options.Columns,
            "leave out", .. request.Options.LeaveOut,
            "columns of", .. request.ColumnOf.OrderBy(p => p.Key, StringComparer.Ordinal).SelectMany(p => (string[])[p.Key, p.Value]),
            "detector", request.Detector?.Yaml ?? "",
        ];
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(parts, FingerprintJson.Default.StringArray))));
    }
}

/// <summary>Generated serialisation, so that nothing depends on reflection.</summary>
[System.Text.Json.Serialization.JsonSerializable(typeof(string[]))]
internal sealed partial class FingerprintJson : System.Text.Json.Serialization.JsonSerializerContext;
