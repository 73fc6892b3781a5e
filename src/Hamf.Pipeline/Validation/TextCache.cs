using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;

namespace Hamf.Pipeline.Validation;

/// <summary>
/// Turns UTF-8 into strings and gives the same string again for texts that repeat, so that reading a million rows of ten categories makes ten
/// strings. Bounded: a slot holds the last text that fell into it. Thread-safe without a lock, because a slot is one reference and every hit is
/// compared with the bytes.
/// </summary>
internal sealed class TextCache
{
    // A customer column of the card data has about 1,000 values; twice that keeps most of them. Longer texts rarely repeat.
    private const int SlotCount = 2048;
    private const int LongestCached = 64;

    private readonly string?[] _slots = new string?[SlotCount];

    /// <summary>The text of the bytes; false when they are not valid UTF-8.</summary>
    public bool TryGet(ReadOnlySpan<byte> utf8, [NotNullWhen(true)] out string? text)
    {
        if (utf8.Length > LongestCached)
        {
            return TryDecode(utf8, out text);
        }

        ref string? slot = ref _slots[Hash(utf8) & (SlotCount - 1)];
        text = slot;
        if (text is not null && Ascii.Equals(utf8, text))
        {
            return true;
        }

        if (!TryDecode(utf8, out text))
        {
            return false;
        }

        // Ascii.Equals never matches other texts, so storing them would only push out some that can match.
        if (text.Length == utf8.Length)
        {
            slot = text;
        }

        return true;
    }

    private static bool TryDecode(ReadOnlySpan<byte> utf8, [NotNullWhen(true)] out string? text)
    {
        text = Utf8.IsValid(utf8) ? Encoding.UTF8.GetString(utf8) : null;
        return text is not null;
    }

    private static uint Hash(ReadOnlySpan<byte> utf8)
    {
        // Mixes whole words, the last one overlapping: a few nanoseconds whatever the length. Not for hostile keys: a collision only costs a copy.
        const ulong Multiplier = 0x9E3779B97F4A7C15;
        ulong hash = (ulong)utf8.Length * Multiplier;
        if (utf8.Length < sizeof(ulong))
        {
            foreach (byte b in utf8)
            {
                hash = (hash ^ b) * Multiplier;
            }

            return (uint)(hash >> 32);
        }

        for (int i = 0; i <= utf8.Length - sizeof(ulong); i += sizeof(ulong))
        {
            hash = (hash ^ MemoryMarshal.Read<ulong>(utf8[i..])) * Multiplier;
            hash ^= hash >> 29;
        }

        hash = (hash ^ MemoryMarshal.Read<ulong>(utf8[^sizeof(ulong)..])) * Multiplier;
        return (uint)(hash >> 32);
    }
}
