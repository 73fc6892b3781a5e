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
    /// <param name="offset">The offset.</param>
    /// <param name="marks">What the token holds of its search, that no other may go on with it.</param>
    public static string? Write(long? offset, params ReadOnlySpan<PageMark> marks)
    {
        if (offset is not { } n)
        {
            return null;
        }

        var json = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{{\"offset\": {n}");
        foreach (PageMark mark in marks)
        {
            json.Append(CultureInfo.InvariantCulture, $", \"{mark.Name}\": \"{mark.Value}\"");
        }

        return Convert.ToBase64String(Encoding.ASCII.GetBytes(json.Append('}').ToString()));
    }

    /// <summary>The offset of a token; 0 without one.</summary>
    /// <param name="token">The token.</param>
    /// <param name="marks">What it has to hold of this search.</param>
    /// <exception cref="RegistryException">No search has given that token, or another one.</exception>
    public static long Read(string? token, params ReadOnlySpan<PageMark> marks)
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
                CheckMarks(document.RootElement, marks);
                return value;
            }
        }
        catch (JsonException)
        {
            // Answered below, as every other token that is none of ours.
        }

        throw RegistryException.Invalid("Invalid page token: it holds no offset. Give back the token of the page before, as it was.");
    }

    private static void CheckMarks(JsonElement token, ReadOnlySpan<PageMark> marks)
    {
        foreach (PageMark mark in marks)
        {
            if (!token.TryGetProperty(mark.Name, out JsonElement value) || value.ValueKind != JsonValueKind.String || !value.ValueEquals(mark.Value))
            {
                throw RegistryException.Invalid($"{mark.Refusal}. A page follows the one before only in the same search; leave the token out to begin another.");
            }
        }
    }
}
