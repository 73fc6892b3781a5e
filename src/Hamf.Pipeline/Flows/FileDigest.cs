using System.Security.Cryptography;

namespace Hamf.Pipeline.Flows;

/// <summary>Identifies data files by content.</summary>
internal static class FileDigest
{
    /// <summary>SHA-256 of the file in lower-case hex, or null when it cannot be read (the reader says why better).</summary>
    public static string? OfFile(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        using FileStream stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
