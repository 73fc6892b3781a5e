using System.Globalization;
using System.Text.Json;
using Hamf.Pipeline.Registry;
using Microsoft.AspNetCore.Http;

namespace Hamf.Server.Mlflow;

/// <summary>
/// The fields of a call, from the JSON body or, of a GET, from the query. Numbers may come as text and the other way round where the wire format
/// allows it; null is missing; unknown fields are ignored. A field of the wrong type is refused with its name and value.
/// </summary>
internal sealed class WireRequest : IDisposable
{
    private readonly JsonDocument? _body;
    private readonly IQueryCollection _query;

    private WireRequest(HttpContext http, JsonDocument? body) => (Http, _body, _query) = (http, body, http.Request.Query);

    /// <summary>The request.</summary>
    public HttpContext Http { get; }

    /// <summary>Reads the body of a request that has one.</summary>
    /// <exception cref="RegistryException">The body is not a JSON object, too large, or of another content type.</exception>
    public static async ValueTask<WireRequest> ReadAsync(HttpContext http, long maxBytes)
    {
        if (HttpMethods.IsGet(http.Request.Method))
        {
            return new WireRequest(http, null);
        }

        if (http.Request.ContentLength > maxBytes)
        {
            throw RegistryException.Invalid($"The body is larger than {maxBytes} bytes.");
        }

        try
        {
            JsonDocument body = await JsonDocument.ParseAsync(http.Request.Body, default, http.RequestAborted).ConfigureAwait(false);
            return new WireRequest(http, body);
        }
        catch (JsonException e)
        {
            throw RegistryException.Invalid($"The body is not JSON: {e.Message}");
        }
    }

    /// <summary>A text that must be there.</summary>
    public string Text(string name) => OptionalText(name) ?? throw Missing(name);

    /// <summary>A text, or null when it is missing.</summary>
    public string? OptionalText(string name) =>
        Field(name) is { } field ? field.ValueKind == JsonValueKind.String ? field.GetString() : throw Wrong(name, field)
        : _body is null && _query.TryGetValue(name, out var values) ? values.ToString() : null;

    /// <summary>A whole number, or null when it is missing.</summary>
    public long? OptionalLong(string name)
    {
        if (Field(name) is { } field)
        {
            return field.ValueKind == JsonValueKind.Number && field.TryGetInt64(out long number) ? number
                : field.ValueKind == JsonValueKind.String && TryLong(field.GetString()!, out number) ? number
                : throw Wrong(name, field);
        }

        return OptionalText(name) is { Length: > 0 } text
            ? TryLong(text, out long parsed) ? parsed : throw RegistryException.Invalid($"Invalid value \"{text}\" for parameter '{name}' supplied.")
            : null;
    }

    /// <summary>Yes or no, or null when it is missing.</summary>
    public bool? OptionalBool(string name) =>
        Field(name) is { } field ? field.ValueKind is JsonValueKind.True or JsonValueKind.False ? field.GetBoolean() : throw Wrong(name, field)
        : OptionalText(name) is { } text ? bool.TryParse(text, out bool value) ? value : throw RegistryException.Invalid($"Invalid value \"{text}\" for parameter '{name}' supplied.") : null;

    /// <summary>A list of texts; empty when it is missing.</summary>
    public IReadOnlyList<string> Texts(string name)
    {
        if (Field(name) is { } field)
        {
            return field.ValueKind == JsonValueKind.Array && field.EnumerateArray().All(e => e.ValueKind == JsonValueKind.String)
                ? [.. field.EnumerateArray().Select(e => e.GetString()!)]
                : throw Wrong(name, field);
        }

        return _body is null && _query.TryGetValue(name, out var values) ? [.. values.OfType<string>()] : [];
    }

    /// <summary>A list of <c>{"key": ..., "value": ...}</c>; empty when it is missing.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Pairs(string name)
    {
        if (Field(name) is not { } field)
        {
            return [];
        }

        if (field.ValueKind != JsonValueKind.Array)
        {
            throw Wrong(name, field);
        }

        return [.. field.EnumerateArray().Select(pair => KeyValuePair.Create(PairText(pair, "key", name, field), PairText(pair, "value", name, field)))];
    }

    /// <summary>A field as JSON, or null when it is missing.</summary>
    public JsonElement? Field(string name) =>
        _body is not null && _body.RootElement.ValueKind == JsonValueKind.Object
        && _body.RootElement.TryGetProperty(name, out JsonElement field) && field.ValueKind != JsonValueKind.Null ? field : null;

    /// <summary>The refusal of a missing field.</summary>
    public static RegistryException Missing(string name) => RegistryException.Invalid($"Missing value for required parameter '{name}'.");

    /// <inheritdoc/>
    public void Dispose() => _body?.Dispose();

    private static string PairText(JsonElement pair, string part, string name, JsonElement whole) =>
        pair.ValueKind == JsonValueKind.Object && pair.TryGetProperty(part, out JsonElement text)
            ? text.ValueKind == JsonValueKind.String ? text.GetString()! : throw Wrong(name, whole)
            : string.Empty;

    private static RegistryException Wrong(string name, JsonElement field) =>
        RegistryException.Invalid($"Invalid value {field.GetRawText()} for parameter '{name}' supplied.");

    private static bool TryLong(string text, out long number) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
}
