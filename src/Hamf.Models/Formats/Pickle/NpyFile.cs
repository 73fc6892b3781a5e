using System.Buffers.Binary;
using System.Text;

namespace Hamf.Models.Formats.Pickle;

/// <summary>An array in a file of NumPy's own format, <c>.npy</c>: a header as the text of a Python dictionary, then the elements.</summary>
/// <param name="Type">The type of an element.</param>
/// <param name="Shape">Length of each axis.</param>
/// <param name="IsColumnMajor">Whether the first axis varies fastest.</param>
/// <param name="Data">The elements.</param>
internal sealed record NpyFile(PyArrayType Type, int[] Shape, bool IsColumnMajor, ReadOnlyMemory<byte> Data)
{
    private const int HeaderSizeMax = 1 << 16;

    /// <summary>Reads a file.</summary>
    public static NpyFile Read(ReadOnlyMemory<byte> content, PickleInput input, MemoryBudget budget)
    {
        ReadOnlySpan<byte> bytes = content.Span;
        if (bytes.Length < 12 || bytes[0] != 0x93 || !bytes[1..].StartsWith("NUMPY"u8))
        {
            throw Damaged(input);
        }

        bool isShort = bytes[6] == 1;
        int start = isShort ? 10 : 12;
        uint length = isShort ? BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..]) : BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
        if (length > HeaderSizeMax || length > bytes.Length - start)
        {
            throw Damaged(input);
        }

        // The header as text, and its fields.
        budget.Charge(16L * length);
        return NpyHeader.Parse(Encoding.Latin1.GetString(bytes.Slice(start, (int)length))) is { } header
            ? new NpyFile(header.Type, header.Shape, header.IsColumnMajor, content[(start + (int)length)..])
            : throw Damaged(input);
    }

    private static ImportException Damaged(PickleInput input) => input.Fault("a file beside it is not a readable .npy file");
}
