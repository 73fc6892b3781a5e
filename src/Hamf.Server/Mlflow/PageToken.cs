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
    public static string? Write(long? offset) => offset is { } n ? Encode(string.Create(CultureInfo.InvariantCulture, $"{{\"offset\": {n}}}")) : null;

    /// <summary>The token of an offset that only the same search may give back, or null for none.</summary>
    public static string? Write(long? offset, SearchMark mark) => offset is { } n
        ? Encode(string.Create(CultureInfo.InvariantCulture, $"{{\"offset\": {n}, \"search\": \"{mark}\"}}"))
        : null;

    /// <summary>The offset of a token; 0 without one.</summary>
    /// <exception cref="RegistryException">No search has given that token.</exception>
    public static long Read(string? token) => Decode(token).Offset;

    /// <summary>The offset of a token of the same search; 0 without one.</summary>
    /// <exception cref="RegistryException">No search has given that token, or another one.</exception>
    public static long Read(string? token, SearchMark mark)
    {
        if (string.IsNullOrEmpty(token))
        {
            return 0;
        }

        (long offset, string search) = Decode(token);
        mark.Check(search);
        return offset;
    }

    private static string Encode(string json) => Convert.ToBase64String(Encoding.ASCII.GetBytes(json));

    private static (long Offset, string Search) Decode(string? token)
    {
        if (string.IsNullOrEmpty(token))
        {
            return (0, string.Empty);
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
                return (value, document.RootElement.TryGetProperty("search", out JsonElement search) && search.ValueKind == JsonValueKind.String
                    ? search.GetString()!
                    : string.Empty);
            }
        }
        catch (JsonException)
        {
            // Answered below, as every other token that is none of ours.
        }

        throw RegistryException.Invalid("Invalid page token: it holds no offset. Give back the token of the page before, as it was.");
    }
}
