using Microsoft.AspNetCore.StaticFiles;

namespace Hamf.Server.Mlflow;

/// <summary>Content types of artifacts, by their names only: what a client says is not believed.</summary>
internal static class ArtifactTypes
{
    private const string Text = "text/plain";

    private static readonly FileExtensionContentTypeProvider Known = new();

    // Shown as text by MLflow's pages; scripts and XML among them must not become anything else in a browser.
    private static readonly HashSet<string> TextExtensions = new(StringComparer.OrdinalIgnoreCase)
    {
        ".txt", ".log", ".err", ".out", ".cfg", ".conf", ".cnf", ".cf", ".ini", ".properties", ".prop", ".hocon", ".toml", ".yaml", ".yml", ".xml", ".json",
        ".jsonl", ".js", ".mjs", ".py", ".py3", ".csv", ".tsv", ".md", ".rst", ".sql", ".mlmodel", ".mlproject",
    };

    private static readonly HashSet<string> TextNames = new(["MLmodel", "MLproject"], StringComparer.OrdinalIgnoreCase);

    /// <summary>The content type of a file of that name.</summary>
    public static string Of(string name) =>
        TextNames.Contains(name) || TextExtensions.Contains(Path.GetExtension(name)) ? Text
        : Known.TryGetContentType(name, out string? type) ? type
        : "application/octet-stream";
}
