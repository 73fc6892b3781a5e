using System.Text.Json;
using Hamf.Pipeline.Registry;

namespace Hamf.Server.Mlflow;

/// <summary>Fields of registered models and versions, read and checked.</summary>
internal static class ModelRules
{
    // MLflow's own columns end there.
    private const int NameCharsMax = 256;
    private const int SourceCharsMax = 500;

    private const int TagCharsMax = 100_000;
    private const int DescriptionCharsMax = 100_000;

    /// <summary>The name of a registered model that is there.</summary>
    public static string Name(WireFields fields) => fields.Text("name");

    /// <summary>The name that a model is to have: no / and no :.</summary>
    public static string NewName(WireFields fields, string field)
    {
        string name = fields.Text(field);
        TextLimits.Check(field, name, NameCharsMax);
        return name.AsSpan().ContainsAny('/', ':')
            ? throw WireFault.Invalid(field, name, "the name of a registered model holds no '/' and no ':'.")
            : name;
    }

    /// <summary>The number of a version.</summary>
    public static int Version(WireFields fields)
    {
        string text = fields.Field("version") is { ValueKind: JsonValueKind.Number } number ? number.GetRawText() : fields.Text("version");
        return WireNumbers.TryLong(text, out long version)
            ? (int)Math.Clamp(version, int.MinValue, int.MaxValue)
            : throw RegistryException.Invalid($"Parameter 'version' must be an integer, got '{TextLimits.Cut(text, 100)}'.");
    }

    /// <summary>An alias; <paramref name="isNew"/> where it is given to a version.</summary>
    public static string Alias(WireFields fields, bool isNew)
    {
        string alias = fields.Text("alias");
        if (isNew)
        {
            AliasNames.CheckNew(alias);
        }
        else
        {
            AliasNames.Check(alias);
        }

        return alias;
    }

    /// <summary>The description, or null.</summary>
    public static string? Description(WireFields fields)
    {
        string? text = fields.OptionalText("description");
        TextLimits.Check("description", text ?? string.Empty, DescriptionCharsMax);
        return text;
    }

    /// <summary>A source or a link to a run.</summary>
    public static string Link(string field, string text)
    {
        TextLimits.Check(field, text, SourceCharsMax);
        return text;
    }

    /// <summary>The tag of a call: its key and value.</summary>
    public static (string Key, string Value) Tag(WireFields fields)
    {
        string key = fields.OptionalText("key") ?? string.Empty;
        string value = fields.OptionalText("value") ?? string.Empty;
        CheckTag("key", key, "value", value);
        return (key, value);
    }

    /// <summary>The tags of a call; the last of a key counts.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Tags(WireFields fields)
    {
        IReadOnlyList<KeyValuePair<string, string>> tags = fields.Pairs("tags");
        for (int i = 0; i < tags.Count; i++)
        {
            CheckTag($"tags[{i}].key", tags[i].Key, $"tags[{i}].value", tags[i].Value);
        }

        return tags;
    }

    private static void CheckTag(string keyPath, string key, string valuePath, string value)
    {
        NameRules.CheckKey(keyPath, key);
        TextLimits.Check(valuePath, value, TagCharsMax);
    }
}
