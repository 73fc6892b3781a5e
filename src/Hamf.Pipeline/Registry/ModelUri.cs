using System.Globalization;
using System.Text.RegularExpressions;

namespace Hamf.Pipeline.Registry;

/// <summary>
/// A model as clients of MLflow name it: <c>models:/NAME/3</c>, <c>models:/NAME@alias</c>, <c>models:/NAME/latest</c>, <c>models:/NAME/Production</c>,
/// <c>models:/m-ID</c> or <c>runs:/RUN/path</c>. Of what is named one thing is set.
/// </summary>
public sealed partial record ModelUri
{
    private const string ModelsScheme = "models:";
    private const string RunsScheme = "runs:";

    /// <summary>The registered model; null for a logged model or a run.</summary>
    public string? Name { get; init; }

    /// <summary>The 1-based version number.</summary>
    public int? Version { get; init; }

    /// <summary>The alias.</summary>
    public string? Alias { get; init; }

    /// <summary>The stage, whose newest version is meant.</summary>
    public VersionStage? Stage { get; init; }

    /// <summary>Whether the newest version is meant, whatever its stage.</summary>
    public bool IsLatest { get; init; }

    /// <summary>The logged model.</summary>
    public string? ModelId { get; init; }

    /// <summary>The run.</summary>
    public string? RunId { get; init; }

    /// <summary>The folder of the model among the run's artifacts, without slashes at its ends; empty unless a run is named.</summary>
    public string Path { get; init; } = string.Empty;

    /// <summary>Whether a text is meant as one of these, well-formed or not.</summary>
    public static bool IsMeant(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.StartsWith(ModelsScheme, StringComparison.OrdinalIgnoreCase) || text.StartsWith(RunsScheme, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Reads a URI.</summary>
    /// <returns>False when the text is none of the forms.</returns>
    public static bool TryParse(string text, out ModelUri uri)
    {
        ArgumentNullException.ThrowIfNull(text);
        uri = new ModelUri();
        bool isRun = text.StartsWith(RunsScheme, StringComparison.OrdinalIgnoreCase);
        if (!isRun && !text.StartsWith(ModelsScheme, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        string rest = text[(isRun ? RunsScheme : ModelsScheme).Length..];
        return rest.StartsWith('/') && !rest.StartsWith("//", StringComparison.Ordinal)
            && (isRun ? TryParseRun(rest[1..], out uri) : TryParseModel(rest[1..], out uri));
    }

    /// <summary>The URI, as it is written.</summary>
    public override string ToString() => this switch
    {
        { RunId: { } run } => $"{RunsScheme}/{run}/{Path}",
        { ModelId: { } id } => $"{ModelsScheme}/{id}",
        { Alias: { } alias } => $"{ModelsScheme}/{Name}@{alias}",
        { Version: { } version } => string.Create(CultureInfo.InvariantCulture, $"{ModelsScheme}/{Name}/{version}"),
        { Stage: { } stage } => $"{ModelsScheme}/{Name}/{stage}",
        _ => $"{ModelsScheme}/{Name}/latest",
    };

    private static bool TryParseRun(string rest, out ModelUri uri)
    {
        string[] parts = rest.Split('/', 2);
        uri = new ModelUri { RunId = parts[0], Path = parts.Length == 2 ? parts[1].Trim('/') : string.Empty };
        return parts[0].Length > 0 && uri.Path.Length > 0;
    }

    private static bool TryParseModel(string rest, out ModelUri uri)
    {
        uri = new ModelUri();

        // A name may hold @, an alias may not.
        int at = rest.LastIndexOf('@');
        if (at > 0 && !rest.Contains('/', StringComparison.Ordinal))
        {
            uri = new ModelUri { Name = rest[..at], Alias = rest[(at + 1)..] };
            return uri.Alias.Length > 0;
        }

        string[] parts = rest.TrimEnd('/').Split('/');
        if (parts is [{ Length: > 0 } name, { Length: > 0 } last])
        {
            uri = OfVersion(name, last);
            return uri.Name is not null;
        }

        uri = new ModelUri { ModelId = parts[0] };
        return parts.Length == 1 && LoggedModelId().IsMatch(parts[0]);
    }

    private static ModelUri OfVersion(string name, string last) =>
        int.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out int version) && version > 0 ? new ModelUri { Name = name, Version = version }
        : AliasNames.IsLatest(last) ? new ModelUri { Name = name, IsLatest = true }
        : VersionStageNames.TryRead(last, out VersionStage stage) ? new ModelUri { Name = name, Stage = stage }
        : new ModelUri();

    [GeneratedRegex(@"^m-[0-9A-Za-z_-]{1,64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex LoggedModelId();
}
