using System.Buffers.Text;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Hamf.Server.Security;

/// <summary>
/// Finds the key in a request: <c>Authorization: Bearer KEY</c>, <c>Authorization: Basic</c> with the key as password and any user name, or
/// <c>X-Api-Key</c>. Allocates nothing.
/// </summary>
internal static class PresentedKey
{
    private const int PasswordLengthMax = 512;

    /// <summary>Checks the key of a request.</summary>
    /// <param name="headers">The request's headers.</param>
    /// <param name="ring">The keys that are accepted.</param>
    /// <param name="isPresented">Whether there was anything that may be meant as a key.</param>
    /// <returns>The key's owner, or null.</returns>
    public static Caller? Verify(IHeaderDictionary headers, KeyRing ring, out bool isPresented)
    {
        if (headers.Authorization is [{ Length: > 0 } authorization])
        {
            isPresented = true;
            return VerifyAuthorization(authorization, ring);
        }

        isPresented = headers.TryGetValue("X-Api-Key", out var key) && key.Count > 0;
        return isPresented ? ring.Verify(key[0], out _) : null;
    }

    private static Caller? VerifyAuthorization(ReadOnlySpan<char> header, KeyRing ring)
    {
        int space = header.IndexOf(' ');
        ReadOnlySpan<char> scheme = space < 0 ? header : header[..space];
        ReadOnlySpan<char> value = header[(space + 1)..].Trim();
        return scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase) ? ring.Verify(value, out _)
            : scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase) ? VerifyBasic(value, ring)
            : null;
    }

    private static Caller? VerifyBasic(ReadOnlySpan<char> base64, KeyRing ring)
    {
        Span<byte> pair = stackalloc byte[PasswordLengthMax];
        if (base64.Length > Base64.GetMaxEncodedToUtf8Length(PasswordLengthMax) || !Convert.TryFromBase64Chars(base64, pair, out int length))
        {
            return null;
        }

        int colon = pair[..length].IndexOf((byte)':');
        Span<char> password = stackalloc char[PasswordLengthMax];
        int count = Encoding.Latin1.GetChars(pair[(colon + 1)..length], password);
        return colon < 0 ? null : ring.Verify(password[..count], out _);
    }
}
