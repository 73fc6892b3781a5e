using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Hamf.Models.Trees.Scoring;

/// <summary>
/// A split by category as a column of bytes for many rows: 0 where the code goes left, 255 where it goes right. With up to 256 codes the
/// set is 32 bytes, and byte shuffles look up those of 32 rows at once.
/// </summary>
internal static class CategoryTest
{
    /// <summary>Most codes of a category whose sets fit the shuffles.</summary>
    public const int VectorCodesMax = 256;

    /// <summary>Splits codes into what the shuffles read: which byte of the set, and which bit of it.</summary>
    public static void Prepare(ReadOnlySpan<int> codes, Span<byte> bytes, Span<byte> bits)
    {
        for (int i = 0; i < codes.Length; i++)
        {
            bytes[i] = (byte)(codes[i] >> 3);
            bits[i] = (byte)(1 << (codes[i] & 7));
        }
    }

    /// <summary>The column by scalar code, for any number of codes.</summary>
    public static void Apply(ReadOnlySpan<byte> set, ReadOnlySpan<int> codes, Span<byte> column)
    {
        for (int i = 0; i < codes.Length; i++)
        {
            column[i] = (byte)((set[codes[i] >> 3] >> (codes[i] & 7) & 1) - 1);
        }
    }

    /// <summary>The column with AVX2; the lengths of <paramref name="bytes"/>, <paramref name="bits"/> and <paramref name="column"/> are the same multiple of 32.</summary>
    public static void Apply256(ReadOnlySpan<byte> set, ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> bits, Span<byte> column)
    {
        Vector128<byte> lowSet = Vector128.Create(set[..16]);
        Vector128<byte> highSet = Vector128.Create(set[16..32]);
        Vector256<byte> low = Vector256.Create(lowSet, lowSet);
        Vector256<byte> high = Vector256.Create(highSet, highSet);
        for (int i = 0; i < column.Length; i += 32)
        {
            Vector256<byte> at = Vector256.Create(bytes[i..]);
            Vector256<byte> bit = Vector256.Create(bits[i..]);
            Vector256<byte> isHigh = Vector256.Equals(at & Vector256.Create((byte)16), Vector256.Create((byte)16));
            Vector256<byte> found = Vector256.ConditionalSelect(isHigh, Avx2.Shuffle(high, at), Avx2.Shuffle(low, at));
            Vector256.Equals(found & bit, Vector256<byte>.Zero).CopyTo(column[i..]);
        }
    }
}
