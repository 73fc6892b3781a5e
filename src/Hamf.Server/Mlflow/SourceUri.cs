using System.Text.RegularExpressions;
using Hamf.Pipeline.Registry;

namespace Hamf.Server.Mlflow;

/// <summary>
/// Says whether the source of a version may be registered: a URI without any way out of its tree, or a local path inside the artifacts of its own run
/// or logged model. Nothing is read here; but what is registered is read later, by this server among others.
/// </summary>
internal static partial class SourceUri
{
    private const string FileScheme = "file";

    /// <summary>Whether a source is a path of the server's own disk.</summary>
    public static bool IsLocal(string source) => SchemeOf(source) is null or FileScheme;

    /// <summary>Whether a source is no path, however it is read.</summary>
    public static bool IsWord(string source) =>
        SchemeOf(source) is null && !source.Any(c => char.IsControl(c) || c is '/' or '\\' or ':' or '%' or '~') && source.Trim() is not ("." or "..");

    /// <summary>The scheme in lower case, or null. A single letter is a drive.</summary>
    public static string? SchemeOf(string source) =>
        Scheme().Match(source) is { Success: true } match ? match.Groups[1].Value.ToLowerInvariant() : null;

    /// <summary>Refuses a URI that leads anywhere but straight down.</summary>
    /// <exception cref="RegistryException">It holds <c>..</c>, a fragment, a control character or the like, however often encoded.</exception>
    public static void CheckRemote(string source)
    {
        string decoded = Decode(source);
        string path = decoded[(decoded.IndexOf(':', StringComparison.Ordinal) + 1)..];
        bool hasHost = path.StartsWith("//", StringComparison.Ordinal) && path.TrimStart('/').Length > 0;
        bool isOwn = SchemeOf(source) == Hamf.Pipeline.Registry.Artifacts.ArtifactSpaces.OwnScheme;
        if (HasTricks(decoded) || (isOwn && decoded.Contains('?', StringComparison.Ordinal)) || !path.StartsWith('/')
            || (path.Trim('/').Length == 0 && !hasHost) || path.Split('/').Any(part => part is "." or ".."))
        {
            throw RegistryException.Invalid(
                $"Invalid model version source: {WireText.Show(source)}. If supplying a source as an http, https, mlflow-artifacts, s3 or other URI, give "
                + "its absolute path, without '.' and '..', fragments and control characters, encoded or not.");
        }
    }

    /// <summary>Whether a local source is a folder of artifacts or lies in it.</summary>
    /// <param name="source">A local path or a <c>file:</c> URI.</param>
    /// <param name="root">The folder, as the URI that the run or logged model has; one that is not local holds no local source.</param>
    /// <exception cref="RegistryException">The source names another machine.</exception>
    public static bool IsInside(string source, string root)
    {
        if (!IsLocal(root) || PathOf(root) is not { } folder)
        {
            return false;
        }

        // Both readings have to be inside: as written and with every escape undone.
        return PathOf(source) is { } path && !HasTricks(path) && IsBelow(path, folder)
            && PathOf(Decode(source)) is { } decoded && !HasTricks(decoded) && IsBelow(decoded, folder);
    }

    private static bool IsBelow(string path, string folder)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        string root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        return full == root || full.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal);
    }

    // The absolute path, or null when it is none.
    private static string? PathOf(string source)
    {
        string path = source;
        if (SchemeOf(source) == FileScheme)
        {
            path = source[(FileScheme.Length + 1)..];
            if (path.StartsWith("//", StringComparison.Ordinal))
            {
                int end = path.IndexOf('/', 2);
                string host = end < 0 ? path[2..] : path[2..end];
                if (host.Length > 0 && !host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
                {
                    throw RegistryException.Invalid($"{WireText.Show(source)} is not a valid remote uri: a file URI names no other machine.");
                }

                path = end < 0 ? string.Empty : path[end..];
            }
        }

        return Path.IsPathRooted(path) && !path.Contains('\0', StringComparison.Ordinal) ? path : null;
    }

    private static bool HasTricks(string text) => text.Any(c => char.IsControl(c) || c is '#' or '\\') || Escape().IsMatch(text);

    // To the end: what is encoded twice is decoded twice. Every round makes the text shorter.
    private static string Decode(string text)
    {
        string decoded = Uri.UnescapeDataString(text);
        while (decoded != text)
        {
            text = decoded;
            decoded = Uri.UnescapeDataString(text);
        }

        return decoded;
    }

    [GeneratedRegex("^([A-Za-z][A-Za-z0-9+.-]+):", RegexOptions.CultureInvariant)]
    private static partial Regex Scheme();

    // What is left after decoding is no UTF-8, so other programs read it as they like.
    [GeneratedRegex("%[0-9A-Fa-f]{2}", RegexOptions.CultureInvariant)]
    private static partial Regex Escape();
}
