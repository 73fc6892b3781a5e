using Hamf.Pipeline.Registry;

namespace Hamf.Server.Mlflow;

/// <summary>What a point of a metric may look like.</summary>
internal static class MetricRules
{
    /// <summary>Checks a point.</summary>
    /// <param name="path">What stands before the names of its parts in messages: empty or <c>metrics[0].</c></param>
    /// <param name="key">Its key; messages call it <c>name</c>, as MLflow's do.</param>
    /// <param name="timestampMs">Its time.</param>
    /// <exception cref="RegistryException">It breaks a rule.</exception>
    public static void Check(string path, string key, long timestampMs)
    {
        NameRules.CheckKey(path + "name", key);
        if (timestampMs < 0)
        {
            throw BadTime(path, key, timestampMs);
        }
    }

    /// <summary>The refusal of a time before 1970.</summary>
    public static RegistryException BadTime(string path, string key, long timestampMs) =>
        WireFault.Invalid(path + "timestamp", timestampMs, $"metric '{key}' needs a time in milliseconds since 1970, 0 or more.");

    /// <summary>What a point is linked with: an empty text is none.</summary>
    /// <param name="path">What stands before the field's name in messages.</param>
    /// <param name="field">The field.</param>
    /// <param name="text">What was sent.</param>
    /// <param name="max">Most characters.</param>
    /// <exception cref="RegistryException">It is longer.</exception>
    public static string? Link(string path, string field, string? text, int max) =>
        text is not null && TextLimits.IsLonger(text, max) ? throw WireFault.TooLong(path + field, max) : Optional(text);

    /// <summary>An empty text is none.</summary>
    public static string? Optional(string? text) => text is { Length: > 0 } ? text : null;
}
