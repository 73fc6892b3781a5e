namespace Hamf.Pipeline.Flows.Streaming;

/// <summary>Which parts of Hamf a process runs. <value>all</value></summary>
public sealed record StreamRoles
{
    /// <summary>The names in the order of <c>--roles</c>.</summary>
    public static readonly IReadOnlyList<string> Names = ["api", "score", "sink", "alert", "collect", "ui"];

    /// <summary>Answers REST requests.</summary>
    public bool Api { get; init; } = true;

    /// <summary>Scores events: topic_1 to topic_2.</summary>
    public bool Score { get; init; } = true;

    /// <summary>Stores scored events.</summary>
    public bool Sink { get; init; } = true;

    /// <summary>Raises alerts and delivers notifications.</summary>
    public bool Alert { get; init; } = true;

    /// <summary>Polls endpoints for events.</summary>
    public bool Collect { get; init; } = true;

    /// <summary>Serves the pages.</summary>
    public bool Ui { get; init; } = true;

    /// <summary>Reads a list such as <c>api,score,ui</c>; an empty one means all.</summary>
    /// <param name="text">Names separated by commas.</param>
    /// <param name="roles">The roles.</param>
    /// <param name="problem">Which name is unknown, in a sentence; null when there is none.</param>
    /// <returns>False when a name is unknown.</returns>
    public static bool TryParse(string text, out StreamRoles roles, out string? problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        HashSet<string> chosen = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);
        string[] unknown = chosen.Where(name => !Names.Contains(name)).ToArray();
        problem = unknown.Length == 0 ? null : $"Unknown role {string.Join(", ", unknown)}; the roles are {string.Join(", ", Names)}.";
        roles = chosen.Count == 0 ? new StreamRoles() : new StreamRoles
        {
            Api = chosen.Contains("api"),
            Score = chosen.Contains("score"),
            Sink = chosen.Contains("sink"),
            Alert = chosen.Contains("alert"),
            Collect = chosen.Contains("collect"),
            Ui = chosen.Contains("ui"),
        };
        return problem is null;
    }
}
