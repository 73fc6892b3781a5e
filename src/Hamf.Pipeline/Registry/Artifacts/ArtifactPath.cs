using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Hamf.Pipeline.Registry.Artifacts;

/// <summary>
/// Checks paths of artifacts as they come from outside: every way out of the tree is refused before anything is looked up, and every name that
/// some disk, shell or browser would take for another. What is stored is the path as sent; it is only looked at in other encodings.
/// </summary>
public static partial class ArtifactPath
{
    // Keys of S3 end here; and PostgreSQL indexes no longer ones.
    private const int MaxBytes = 1024;

    // File systems end here.
    private const int MaxNameBytes = 255;

    // No client encodes more often than twice; whoever goes on has something to hide.
    private const int MaxDecodings = 5;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Checks a path relative to a tree.</summary>
    /// <param name="path">The path as sent, percent-decoded once by the server.</param>
    /// <returns>The path with single forward slashes and none at its end; empty for the root.</returns>
    /// <exception cref="RegistryException">The path leaves the tree, or could in some encoding.</exception>
    public static string Check(string path) => TryCheck(path, out string? safe) ? safe : throw RegistryException.Invalid("Invalid path");

    /// <summary>Checks a path as <see cref="Check"/> does.</summary>
    public static bool TryCheck(string path, [NotNullWhen(true)] out string? safe)
    {
        ArgumentNullException.ThrowIfNull(path);
        safe = string.Join('/', path.Split('/', StringSplitOptions.RemoveEmptyEntries));
        string? seen = path;
        for (int i = 0; i < MaxDecodings && seen is not null && IsSafe(seen); i++)
        {
            string? again = DecodeAgain(seen);
            if (again == seen)
            {
                return true;
            }

            seen = again;
        }

        safe = null;
        return false;
    }

    /// <summary>Decodes a path out of a URL and checks it.</summary>
    /// <exception cref="RegistryException">The encoding is not UTF-8, or the path leaves the tree.</exception>
    public static string CheckEncoded(string encoded)
    {
        ArgumentNullException.ThrowIfNull(encoded);
        return Check(Decode(encoded) ?? throw RegistryException.Invalid("Invalid path"));
    }

    /// <summary>Decodes a path out of a query and checks it. A part <c>.</c> is the folder it stands in: so clients ask for all of a run's files.</summary>
    /// <exception cref="RegistryException">The encoding is not UTF-8, or the path leaves the tree.</exception>
    public static string CheckField(string encoded)
    {
        ArgumentNullException.ThrowIfNull(encoded);
        string path = Decode(encoded.Replace('+', ' ')) ?? throw RegistryException.Invalid("Invalid path");
        return Check(string.Join('/', path.Split('/').Where(part => part != ".")));
    }

    private static bool IsSafe(string path)
    {
        string plain = Plain(path);
        return !plain.StartsWith('/') && !Refused().IsMatch(plain) && IsShort(path)
            && plain.Split('/', StringSplitOptions.RemoveEmptyEntries).All(name => !RefusedName().IsMatch(name));
    }

    private static bool IsShort(string path)
    {
        try
        {
            return Strict.GetByteCount(path) <= MaxBytes && path.Split('/').All(name => Strict.GetByteCount(name) <= MaxNameBytes);
        }
        catch (EncoderFallbackException)
        {
            // Half a surrogate pair.
            return false;
        }
    }

    // Characters that some program takes for a dot or a slash when it makes text simpler.
    private static string Plain(string path) => string.Concat(path.Select(c => c switch
    {
        '\uFF0E' or '\u2024' or '\uFE52' or '\u3002' or '\uFF61' => ".",
        '\u2025' => "..",
        '\u2026' => "...",
        '\uFF0F' or '\u2044' or '\u2215' or '\u29F8' => "/",
        '\uFF3C' or '\u2216' or '\u29F5' or '\u29F9' or '\uFE68' => "\\",
        _ => c.ToString(),
    }));

    // Null when the bytes are no UTF-8.
    private static string? Decode(string text)
    {
        try
        {
            return Strict.GetString(Bytes(text));
        }
        catch (Exception e) when (e is DecoderFallbackException or EncoderFallbackException)
        {
            return null;
        }
    }

    // What a careless program would make of a name that is decoded already. Names such as 'loss%step%10%ab12' are no codes, so what is no text in them
    // is nothing to refuse, except the overlong forms that stand for dots and slashes.
    private static string? DecodeAgain(string text)
    {
        if (!text.Contains('%', StringComparison.Ordinal))
        {
            return text;
        }

        byte[] bytes = Bytes(text);
        bool isOverlong = bytes.Zip(bytes.Skip(1)).Any(pair => pair.Second is >= 0x80 and < 0xC0
            && (pair.First is 0xC0 or 0xC1 || (pair.First == 0xE0 && pair.Second < 0xA0) || (pair.First == 0xF0 && pair.Second < 0x90)));
        return isOverlong ? null : NoText().Replace(Encoding.UTF8.GetString(bytes), "_");
    }

    // Undoes percent-encoding once; a percent sign that starts no code stays.
    private static byte[] Bytes(string text)
    {
        byte[] encoded = Strict.GetBytes(text);
        var bytes = new List<byte>(encoded.Length);
        for (int i = 0; i < encoded.Length; i++)
        {
            if (encoded[i] == '%' && i + 2 < encoded.Length && byte.TryParse(encoded.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte code))
            {
                bytes.Add(code);
                i += 2;
            }
            else
            {
                bytes.Add(encoded[i]);
            }
        }

        return [.. bytes];
    }

    [GeneratedRegex(@"[\x01-\x09\x0B\x0C\x0E-\x1F\x7F-\x9F\uFFFD]")]
    private static partial Regex NoText();

    // Backslashes, control characters, empty names, parts of URLs, streams of NTFS, the old %uXXXX form, text that was no UTF-8, and marks that turn the
    // direction of writing.
    [GeneratedRegex(@"[\\\x00-\x1F\x7F-\x9F#?\uFFFD\u202A-\u202E\u2066-\u2069]|//|:/|::|%u[0-9A-Fa-f]{4}", RegexOptions.IgnoreCase)]
    private static partial Regex Refused();

    // Dots and spaces at the end are dropped by Windows, what follows a semicolon by some servers; drives; devices of Windows have any extension.
    [GeneratedRegex(@"^[. ]*(;|$)|[. ]$|^~$|^[a-z]:|^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9\u00B9\u00B2\u00B3])(\.|:|$)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex RefusedName();
}
