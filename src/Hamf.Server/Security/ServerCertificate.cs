using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Hamf.Server.Security;

/// <summary>The certificate that the server shows, from PEM files.</summary>
internal static class ServerCertificate
{
    /// <summary>Loads it.</summary>
    /// <exception cref="InvalidDataException">The files cannot be read, hold no certificate, or the key belongs to another.</exception>
    public static X509Certificate2 Load(string file, string keyFile)
    {
        try
        {
            return X509Certificate2.CreateFromPemFile(file, keyFile);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"The certificate {file} with the key {keyFile} cannot be used: {e.Message}", e);
        }
    }
}
