using System.Diagnostics.CodeAnalysis;
using Hamf.Pipeline.Registry.Artifacts;

namespace Hamf.Adapters.S3;

/// <summary>A place in a bucket: <c>s3://bucket/prefix</c>.</summary>
/// <param name="Bucket">The bucket.</param>
/// <param name="Prefix">Where keys start, with a slash at its end; empty for the whole bucket.</param>
public sealed record S3Location(string Bucket, string Prefix)
{
    /// <summary>How such addresses start.</summary>
    public const string Scheme = "s3://";

    /// <summary>Reads an address.</summary>
    /// <returns>False when it is none, or leaves its tree.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out S3Location? location)
    {
        ArgumentNullException.ThrowIfNull(text);
        location = null;
        if (!text.StartsWith(Scheme, StringComparison.Ordinal))
        {
            return false;
        }

        string[] parts = text[Scheme.Length..].Split('/', 2);
        bool isBucket = parts[0].Length is >= 3 and <= 63 && parts[0].All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.');
        if (!isBucket || !ArtifactPath.TryCheck(parts.Length > 1 ? parts[1] : string.Empty, out string? prefix))
        {
            return false;
        }

        location = new S3Location(parts[0], prefix.Length == 0 ? string.Empty : prefix + '/');
        return true;
    }

    /// <summary>The path of another place relative to this one, or null when it is not below.</summary>
    public string? PathOf(S3Location other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return other.Bucket == Bucket && other.Prefix.StartsWith(Prefix, StringComparison.Ordinal) ? other.Prefix[Prefix.Length..].TrimEnd('/') : null;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Scheme}{Bucket}/{Prefix}";
}
