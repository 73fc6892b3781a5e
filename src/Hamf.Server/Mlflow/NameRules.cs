using System.Globalization;
using System.Text;

namespace Hamf.Server.Mlflow;

/// <summary>What keys of metrics, parameters and tags may look like. MLflow keeps them as files in some stores, so they must be clean paths.</summary>
internal static class NameRules
{
    private const string Characters =
        "Names may only contain alphanumerics, spaces and the signs _ - . : /";

    /// <summary>Refuses a key that is missing, too long, has other characters, or is another path when read as one.</summary>
    /// <param name="path">The field, for the message.</param>
    /// <param name="key">The key.</param>
    /// <exception cref="Hamf.Pipeline.Registry.RegistryException">It breaks a rule.</exception>
    public static void CheckKey(string path, string key)
    {
        if (key.Length == 0)
        {
            throw WireFault.Missing(path);
        }

        if (!HasOnlyNameCharacters(key))
        {
            throw WireFault.Invalid(path, key, Characters);
        }

        if (!IsCleanPath(key))
        {
            throw WireFault.Invalid(path, key, "read as a path, the name would be another one: no part between slashes may be empty, '.' or '..'.");
        }

        TextLimits.Check(path, key, MlflowLimits.KeyCharsMax);
    }

    private static bool HasOnlyNameCharacters(string key)
    {
        if (!Ascii.IsValid(key))
        {
            return key.EnumerateRunes().All(IsNameCharacter);
        }

        foreach (char c in key)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-' or '.' or ' ' or ':' or '/'))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsNameCharacter(Rune c) =>
        Rune.IsLetterOrDigit(c)
        || c.Value is '_' or '-' or '.' or ' ' or ':' or '/'
        || Rune.GetUnicodeCategory(c) is UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;

    private static bool IsCleanPath(string key)
    {
        if (key.StartsWith("..", StringComparison.Ordinal))
        {
            return false;
        }

        foreach (Range part in key.AsSpan().Split('/'))
        {
            if (key.AsSpan(part) is "" or "." or "..")
            {
                return false;
            }
        }

        return true;
    }
}
