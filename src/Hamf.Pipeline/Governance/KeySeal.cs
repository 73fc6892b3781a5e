using System.Security.Cryptography;
using System.Text;

namespace Hamf.Pipeline.Governance;

/// <summary>
/// What is stored of a secret: SHA-256 over a random salt and the secret. A slow hash protects passwords, which can be guessed; a secret of 256
/// random bits cannot, and is checked in every request (docs/adr/0012). Immutable.
/// </summary>
public sealed class KeySeal
{
    private const int SaltSize = 16;

    private readonly byte[] _salt;
    private readonly byte[] _hash;

    private KeySeal(byte[] salt, byte[] hash) => (_salt, _hash) = (salt, hash);

    /// <summary>The salt in hexadecimal digits.</summary>
    public string Salt => Convert.ToHexStringLower(_salt);

    /// <summary>The hash in hexadecimal digits.</summary>
    public string Hash => Convert.ToHexStringLower(_hash);

    /// <summary>Seals a secret with a new salt.</summary>
    public static KeySeal Of(string secret)
    {
        byte[] salt = RandomNumberGenerator.GetBytes(SaltSize);
        byte[] hash = new byte[SHA256.HashSizeInBytes];
        Compute(salt, secret, hash);
        return new KeySeal(salt, hash);
    }

    /// <summary>A seal as it was stored.</summary>
    /// <exception cref="FormatException">It is not in hexadecimal digits.</exception>
    public static KeySeal Stored(string salt, string hash) => new(Convert.FromHexString(salt), Convert.FromHexString(hash));

    /// <summary>Whether this is the sealed secret; takes the same time whatever the secret. Allocates nothing.</summary>
    public bool Matches(ReadOnlySpan<char> secret)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        return Compute(_salt, secret, hash) && CryptographicOperations.FixedTimeEquals(hash, _hash);
    }

    private static bool Compute(ReadOnlySpan<byte> salt, ReadOnlySpan<char> secret, Span<byte> hash)
    {
        Span<byte> sealedText = stackalloc byte[SaltSize + (KeyText.Length * 3)];
        if (secret.Length > KeyText.Length || salt.Length != SaltSize)
        {
            return false;
        }

        salt.CopyTo(sealedText);
        int length = SaltSize + Encoding.UTF8.GetBytes(secret, sealedText[SaltSize..]);
        SHA256.HashData(sealedText[..length], hash);
        return true;
    }
}
