using System.Globalization;

namespace Hamf.Pipeline.Registry.External;

/// <summary>
/// A model as MLflow's clients name it: <c>models:/NAME@ALIAS</c>, <c>models:/NAME/3</c>, <c>models:/NAME/Production</c>, <c>models:/NAME/latest</c>,
/// <c>models:/m-ID</c> or <c>runs:/RUN/PATH</c>. Exactly one of the ways to say which is given.
/// </summary>
public sealed record ModelUri
{
    private const string ModelsScheme = "models:/";
    private const string RunsScheme = "runs:/";

    /// <summary>The registered model, or null.</summary>
    public string? Name { get; init; }

    /// <summary>The alias, or null.</summary>
    public string? Alias { get; init; }

    /// <summary>The version number, or null.</summary>
    public int? Version { get; init; }

    /// <summary>The stage whose newest version is meant, or null.</summary>
    public VersionStage? Stage { get; init; }

    /// <summary>Whether the newest version of all is meant.</summary>
    public bool IsLatest { get; init; }

    /// <summary>The logged model (<c>m-...</c>), or null.</summary>
    public string? ModelId { get; init; }

    /// <summary>The run, or null.</summary>
    public string? RunId { get; init; }

    /// <summary>The folder among the run's artifacts; empty for all of them.</summary>
    public string Path { get; init; } = string.Empty;

    /// <summary>Whether a text is meant as such a URI, well-formed or not.</summary>
    public static bool IsUri(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.StartsWith(ModelsScheme, StringComparison.OrdinalIgnoreCase) || text.StartsWith(RunsScheme, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Reads a URI.</summary>
    /// <returns>Null when the text is none of the forms.</returns>
    public static ModelUri? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.StartsWith(RunsScheme, StringComparison.OrdinalIgnoreCase))
        {
            return OfRun(text[RunsScheme.Length..].Trim('/'));
        }

        return text.StartsWith(ModelsScheme, StringComparison.OrdinalIgnoreCase) ? OfModel(text[ModelsScheme.Length..].Trim('/')) : null;
    }

    /// <inheritdoc/>
    public override string ToString() => this switch
    {
        { RunId: { } run } => $"{RunsScheme}{run}/{Path}".TrimEnd('/'),
        { ModelId: { } id } => ModelsScheme + id,
        { Alias: { } alias } => $"{ModelsScheme}{Name}@{alias}",
        { Version: { } version } => $"{ModelsScheme}{Name}/{version}",
        { Stage: { } stage } => $"{ModelsScheme}{Name}/{stage}",
        _ => $"{ModelsScheme}{Name}/latest",
    };

    private static ModelUri? OfRun(string rest)
    {
        string[] parts = rest.Split('/', 2);
        return parts[0].Length == 0 || parts[^1].Split('/').Any(part => part is "" or "." or "..")
            ? null
            : new ModelUri { RunId = parts[0], Path = parts.Length == 2 ? parts[1] : string.Empty };
    }

    // An alias cannot hold @, a name can: the last one parts them.
    private static ModelUri? OfModel(string rest)
    {
        int at = rest.LastIndexOf('@');
        if (at > 0 && at < rest.Length - 1 && !rest.Contains('/', StringComparison.Ordinal))
        {
            return new ModelUri { Name = rest[..at], Alias = rest[(at + 1)..] };
        }

        return rest.Split('/') switch
        {
            [{ Length: > 2 } id] when id.StartsWith("m-", StringComparison.Ordinal) => new ModelUri { ModelId = id },
            [{ Length: > 0 } name, { Length: > 0 } which] => OfVersion(name, which),
            _ => null,
        };
    }

    private static ModelUri? OfVersion(string name, string which)
    {
        if (int.TryParse(which, NumberStyles.None, CultureInfo.InvariantCulture, out int version))
        {
            return version > 0 ? new ModelUri { Name = name, Version = version } : null;
        }

        if (which.Equals("latest", StringComparison.OrdinalIgnoreCase))
        {
            return new ModelUri { Name = name, IsLatest = true };
        }

        return Enum.TryParse(which, ignoreCase: true, out VersionStage stage) && char.IsAsciiLetter(which[0])
            ? new ModelUri { Name = name, Stage = stage }
            : null;
    }
}
