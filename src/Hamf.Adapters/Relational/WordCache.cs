using System.Text;

namespace Hamf.Adapters.Relational;

/// <summary>Texts that rows repeat, made once: the last one seen in each of a few places. Not thread-safe.</summary>
internal sealed class WordCache
{
    private const int BytesMax = 64;

    private readonly string?[] _words = new string?[1024];

    /// <summary>The text of these bytes of UTF-8.</summary>
    public string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > BytesMax)
        {
            return Encoding.UTF8.GetString(utf8);
        }

        // Only ASCII equals itself in both encodings; other texts are made anew each time.
        ref string? known = ref _words[Place(utf8)];
        return known is not null && Ascii.Equals(utf8, known) ? known : known = Encoding.UTF8.GetString(utf8);
    }

    // FNV-1a, folded to the size of the table.
    private static int Place(ReadOnlySpan<byte> bytes)
    {
        uint hash = 2166136261;
        foreach (byte b in bytes)
        {
            hash = (hash ^ b) * 16777619;
        }

        return (int)((hash ^ (hash >> 16)) & 1023);
    }
}
