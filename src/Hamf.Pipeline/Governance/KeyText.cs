using System.Buffers.Text;
using System.Security.Cryptography;

namespace Hamf.Pipeline.Governance;

/// <summary>
/// A key as its owner holds it: <c>hamf_PREFIX_SECRET</c>. The prefix is a public number of 12 hexadecimal digits; the secret is 32 random bytes
/// in base64url, 43 characters.
/// </summary>
public static class KeyText
{
    /// <summary>What every key begins with, so that scanners of repositories and logs can find one that was left there.</summary>
    public const string Start = "hamf_";

    private const int PrefixLength = 12;
    private const int SecretLength = 43;

    /// <summary>Length of a whole key in characters.</summary>
    public const int Length = 5 + PrefixLength + 1 + SecretLength;

    /// <summary>A new random prefix.</summary>
    public static string NewPrefix() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(PrefixLength / 2));

    /// <summary>A new random secret.</summary>
    public static string NewSecret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>The text that is handed out, once.</summary>
    public static string Join(string prefix, string secret) => $"{Start}{prefix}_{secret}";

    /// <summary>Takes a presented text apart.</summary>
    /// <param name="text">What was presented.</param>
    /// <param name="prefix">The prefix.</param>
    /// <param name="secret">The secret.</param>
    /// <returns>False when the text is no key at all.</returns>
    public static bool TrySplit(ReadOnlySpan<char> text, out ReadOnlySpan<char> prefix, out ReadOnlySpan<char> secret)
    {
        bool hasForm = text.Length == Length && text.StartsWith(Start, StringComparison.Ordinal) && text[Start.Length + PrefixLength] == '_';
        prefix = hasForm ? text.Slice(Start.Length, PrefixLength) : default;
        secret = hasForm ? text[^SecretLength..] : default;
        return hasForm;
    }
}
