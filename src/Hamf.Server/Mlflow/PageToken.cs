using System.Globalization;
using System.Text;
using System.Text.Json;
using Hamf.Pipeline.Registry;

namespace Hamf.Server.Mlflow;

/// <summary>Where the next page of a search starts, as clients carry it: base64 of <c>{"offset": n}</c>, to be given back as it is.</summary>
internal static class PageToken
{
    private const int MaxLength = 200;

    /// <summary>The token of an offset, or null for none.</summary>
    public static string? Write(long? offset) => offset is { } n
        ? Convert.ToBase64String(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{{\"offset\": {n}}}")))
        : null;

    /// <summary>The offset of a token; 0 without one.</summary>
    /// <exception cref="RegistryException">No search has given that token.</exception>
    public static long Read(string? token)
    {
        if (string.IsNullOrEmpty(token))
        {
            return 0;
        }

        Span<byte> json = stackalloc byte[MaxLength];
        if (token.Length > MaxLength || !Convert.TryFromBase64String(token, json, out int length))
        {
            throw RegistryException.Invalid("Invalid page token, could not base64-decode it. Give back the token of the page before, as it was.");
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(json[..length].ToArray());
            if (document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("offset", out JsonElement offset)
                && offset.ValueKind == JsonValueKind.Number && offset.TryGetInt64(out long value) && value >= 0)
            {
                return value;
            }
        }
        catch (JsonException)
        {
            // Answered below, as every other token that is none of ours.
        }

        throw RegistryException.Invalid("Invalid page token: it holds no offset. Give back the token of the page before, as it was.");
    }
}
