using System.Security.Cryptography;
using System.Text;

namespace Hamf.Server.Mlflow;

/// <summary>Something that a page token holds of its search.</summary>
/// <param name="Name">Its name in the token.</param>
/// <param name="Value">Its value there: ASCII without quotes.</param>
/// <param name="Refusal">What is said when the next page is asked for with another value; clients look for the words.</param>
internal sealed record PageMark(string Name, string Value, string Refusal)
{
    // 64 bits: a token is no secret, and whoever forges one gets a page of a search that is open to them anyway.
    private const int DigestSize = 8;

    /// <summary>The mark of a text of any length.</summary>
    public static PageMark Of(string name, string text, string refusal) =>
        new(name, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, DigestSize)), refusal);
}
