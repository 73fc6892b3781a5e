using System.Globalization;
using System.Text.Json;
using Hamf.Pipeline.Registry;
using Microsoft.AspNetCore.Http;

namespace Hamf.Server.Mlflow;

/// <summary>
/// Named fields of a JSON object or of a query, read as protobuf reads JSON: null is missing, unknown fields are ignored, a field may also be
/// named in camelCase, whole numbers may be text. What has the wrong type is refused with its path and value.
/// </summary>
internal class WireFields
{
    private readonly JsonElement _object;
    private readonly IQueryCollection? _query;
    private readonly string _path;

    /// <summary>Fields of an object.</summary>
    /// <param name="fields">The object.</param>
    /// <param name="path">What stands before a field's name in messages: empty or <c>datasets[0].</c></param>
    public WireFields(JsonElement fields, string path = "") => (_object, _path) = (fields, path);

    /// <summary>Fields of a query.</summary>
    protected WireFields(IQueryCollection query) => (_query, _path) = (query, "");

    /// <summary>A text that must be there and not empty.</summary>
    public string Text(string name) => OptionalText(name) is { Length: > 0 } text ? text : throw WireFault.Missing(_path + name);

    /// <summary>A text, or null when it is missing.</summary>
    public string? OptionalText(string name)
    {
        string? text = Field(name) is { } field
            ? field.ValueKind == JsonValueKind.String ? field.GetString() : throw Wrong(name, field)
            : QueryText(name);
        return text is null ? null : Checked(_path + name, text);
    }

    /// <summary>An id that must be there and not empty: a text, or a whole number, as experiments' ids once were.</summary>
    public string Id(string name) => OptionalId(name) is { Length: > 0 } id ? id : throw WireFault.Missing(_path + name);

    /// <summary>An id, or null when it is missing.</summary>
    public string? OptionalId(string name) => (Field(name) is { } field ? Digits(field) : null) ?? OptionalText(name);

    /// <summary>A whole number that must be there.</summary>
    public long Long(string name) => OptionalLong(name) ?? throw WireFault.Missing(_path + name);

    /// <summary>A whole number, or null when it is missing.</summary>
    public long? OptionalLong(string name)
    {
        if (Field(name) is { } field)
        {
            return WireNumbers.TryLong(field, out long number) ? number : throw Wrong(name, field);
        }

        return QueryText(name) is { Length: > 0 } text
            ? WireNumbers.TryLong(text, out long parsed) ? parsed : throw WireFault.Invalid(_path + name, text)
            : null;
    }

    /// <summary>A number that must be there; NaN and infinities are numbers.</summary>
    public double Double(string name)
    {
        JsonElement field = Field(name) ?? throw WireFault.Missing(_path + name);
        return field.ValueKind == JsonValueKind.String && field.GetString()!.Length == 0 ? throw WireFault.Missing(_path + name)
            : WireNumbers.TryDouble(field, out double number) ? number : throw Wrong(name, field);
    }

    /// <summary>Yes or no, or null when it is missing.</summary>
    public bool? OptionalBool(string name)
    {
        if (Field(name) is { } field)
        {
            return field.ValueKind is JsonValueKind.True or JsonValueKind.False ? field.GetBoolean() : throw Wrong(name, field);
        }

        return QueryText(name) is { } text
            ? bool.TryParse(text, out bool value) ? value : throw WireFault.Invalid(_path + name, text, "expected 'true' or 'false'.")
            : null;
    }

    /// <summary>One of some words, or null when it is missing. The word's number, counted from 1, is accepted too.</summary>
    public T? OptionalEnum<T>(string name, IReadOnlyList<(string Word, T Value)> words)
        where T : struct
    {
        JsonElement? field = Field(name);
        string? text = field is null ? QueryText(name) : field.Value.ValueKind == JsonValueKind.String ? field.Value.GetString() : field.Value.GetRawText();
        if (text is null)
        {
            return null;
        }

        int index = WireNumbers.TryLong(text, out long number) ? (int)Math.Clamp(number - 1, -1, words.Count) : IndexOf(words, text);
        return index >= 0 && index < words.Count
            ? words[index].Value
            : throw RegistryException.Invalid(
                $"Invalid value {(field is { } shown ? WireText.Show(shown) : WireText.Show(text))} for parameter '{_path + name}' supplied: "
                + $"expected one of {string.Join(", ", words.Select(w => w.Word))}.");
    }

    /// <summary>A list of texts; empty when it is missing. In a query each text is a field of its own.</summary>
    public IReadOnlyList<string> Texts(string name) => ReadTexts(name, static _ => null);

    /// <summary>A list of ids; empty when it is missing.</summary>
    public IReadOnlyList<string> Ids(string name) => ReadTexts(name, Digits);

    /// <summary>A list of objects; empty when it is missing.</summary>
    public IReadOnlyList<WireFields> Objects(string name)
    {
        List<WireFields> objects = [];
        foreach (JsonElement item in Items(name))
        {
            string path = $"{_path}{name}[{objects.Count}]";
            objects.Add(item.ValueKind == JsonValueKind.Object ? new WireFields(item, path + ".") : throw WireFault.Invalid(path, item));
        }

        return objects;
    }

    /// <summary>An object, or null when it is missing.</summary>
    public WireFields? Object(string name) =>
        Field(name) is not { } field ? null
        : field.ValueKind == JsonValueKind.Object ? new WireFields(field, _path + name + ".")
        : throw Wrong(name, field);

    /// <summary>A list of <c>{"key": ..., "value": ...}</c>; empty when it is missing. A part that is missing is empty.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Pairs(string name) =>
        [.. Objects(name).Select(pair => KeyValuePair.Create(pair.OptionalText("key") ?? "", pair.OptionalText("value") ?? ""))];

    /// <summary>A field of an object as JSON, or null when it is missing.</summary>
    public JsonElement? Field(string name) =>
        _object.ValueKind == JsonValueKind.Object
        && (_object.TryGetProperty(name, out JsonElement field) || _object.TryGetProperty(Camel(name), out field))
        && field.ValueKind != JsonValueKind.Null ? field : null;

    /// <summary>The path of a field, for messages.</summary>
    public string PathOf(string name) => _path + name;

    private List<string> ReadTexts(string name, Func<JsonElement, string?> other)
    {
        if (_query is not null)
        {
            return _query.TryGetValue(name, out var values) || _query.TryGetValue(Camel(name), out values) ? [.. values.OfType<string>().Select(text => Checked(name, text))] : [];
        }

        List<string> texts = [];
        foreach (JsonElement item in Items(name))
        {
            string path = $"{_path}{name}[{texts.Count}]";
            texts.Add(item.ValueKind == JsonValueKind.String ? Checked(path, item.GetString()!) : other(item) ?? throw WireFault.Invalid(path, item));
        }

        return texts;
    }

    private static string? Digits(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number) ? number.ToString(CultureInfo.InvariantCulture) : null;

    private JsonElement.ArrayEnumerator Items(string name) =>
        Field(name) is not { } field ? default : field.ValueKind == JsonValueKind.Array ? field.EnumerateArray() : throw Wrong(name, field);

    private string? QueryText(string name) =>
        _query is not null && (_query.TryGetValue(name, out var values) || _query.TryGetValue(Camel(name), out values)) && values.Count > 0 ? values[0] : null;

    // Not every database keeps it.
    private static string Checked(string path, string text) =>
        text.Contains('\0', StringComparison.Ordinal) ? throw WireFault.Invalid(path, text, "a text may not hold the character NUL.") : text;

    private RegistryException Wrong(string name, JsonElement field) => WireFault.Invalid(_path + name, field);

    private static int IndexOf<T>(IReadOnlyList<(string Word, T Value)> words, string text)
    {
        for (int i = 0; i < words.Count; i++)
        {
            if (words[i].Word == text)
            {
                return i;
            }
        }

        return -1;
    }

    // run_view_type is also runViewType.
    private static string Camel(string name) => name.Contains('_', StringComparison.Ordinal)
        ? string.Concat(name.Split('_').Select((part, i) => i == 0 || part.Length == 0 ? part : char.ToUpperInvariant(part[0]) + part[1..]))
        : name;
}
