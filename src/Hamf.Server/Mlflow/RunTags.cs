using Hamf.Pipeline.Registry;

namespace Hamf.Server.Mlflow;

/// <summary>Parameters and tags of runs: checked, and cut where MLflow cuts them.</summary>
internal static class RunTags
{
    /// <summary>Checks a tag.</summary>
    /// <param name="path">What stands before the names of its parts in messages: empty or <c>tags[0].</c></param>
    /// <param name="key">Its key.</param>
    /// <param name="value">Its value; what is over the limit is cut off.</param>
    /// <exception cref="RegistryException">The key breaks a rule.</exception>
    public static KeyValuePair<string, string> Tag(string path, string key, string value)
    {
        NameRules.CheckKey(path + "key", key);
        return KeyValuePair.Create(key, TextLimits.Cut(value, MlflowLimits.RunTagCharsMax));
    }

    /// <summary>Checks a parameter.</summary>
    /// <inheritdoc cref="Tag"/>
    public static KeyValuePair<string, string> Param(string path, string key, string value)
    {
        NameRules.CheckKey(path + "key", key);
        return KeyValuePair.Create(key, TextLimits.Cut(value, MlflowLimits.ParamCharsMax));
    }

    /// <summary>Reads a list of tags.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Read(WireRequest request, string field) =>
        [.. request.Pairs(field).Select((tag, i) => Tag($"{field}[{i}].", tag.Key, tag.Value))];
}
