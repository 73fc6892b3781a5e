using System.Runtime.InteropServices;
using Hamf.Models.Formats.Pickle;

namespace Hamf.Models.Formats.Containers;

/// <summary>
/// Inflates a stream into one array of exactly its size. The size is found by inflating twice: growing an array on the way would take two to
/// three times the memory, and a file that inflates to more than the budget is refused before any of it is kept.
/// </summary>
internal static class Inflater
{
    private const int BufferSize = 1 << 16;

    /// <summary>Inflates what a stream gives.</summary>
    /// <param name="open">Opens the stream at its beginning.</param>
    /// <param name="budget">Charged with the size.</param>
    public static ReadOnlyMemory<byte> Inflate(Func<Stream> open, MemoryBudget budget)
    {
        try
        {
            long size = Measure(open, budget);
            budget.Charge(size);
            byte[] content = GC.AllocateUninitializedArray<byte>((int)size);
            using Stream stream = open();
            stream.ReadExactly(content);
            return content;
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            // The runtime's streams report a few kinds of damage, as a dictionary that zlib misses, as errors of input and output.
            throw Damaged(e);
        }
    }

    /// <summary>A stream over memory.</summary>
    public static Stream Stream(ReadOnlyMemory<byte> memory) => MemoryMarshal.TryGetArray(memory, out ArraySegment<byte> segment)
        ? new MemoryStream(segment.Array!, segment.Offset, segment.Count, writable: false)
        : new MemoryStream(memory.ToArray(), writable: false);

    /// <summary>The refusal of content that cannot be inflated.</summary>
    public static ImportException Damaged(Exception? cause = null) =>
        new(string.Empty, "its compressed content is damaged or cut off", "Get the file again, or save the model again", cause);

    private static long Measure(Func<Stream> open, MemoryBudget budget)
    {
        long sizeMax = Math.Min(budget.Left, Array.MaxLength);
        // Our buffer, and about as much inside the stream.
        budget.Charge(2 * BufferSize);
        byte[] buffer = new byte[BufferSize];
        using Stream stream = open();
        long size = 0;
        for (int count = stream.Read(buffer); count > 0; count = stream.Read(buffer))
        {
            size += count;
            if (size > sizeMax)
            {
                throw budget.TooMuch();
            }
        }

        return size;
    }
}
