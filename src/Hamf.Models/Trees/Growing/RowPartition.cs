using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Hamf.Models.Trees.Growing;

/// <summary>Rows of the table, ordered so that each leaf's rows stand together; within a leaf they rise. Not thread-safe; uses the crew inside.</summary>
internal sealed class RowPartition
{
    // About 10 microseconds: small enough that two threads end together.
    private const int BlockRows = 8192;

    // Below, waking another thread costs more than it saves.
    private const int ParallelRows = 24_000;

    private readonly int[] _rows;
    private readonly int[] _left;
    private readonly int[] _right;

    /// <param name="capacity">Most rows.</param>
    public RowPartition(int capacity)
    {
        _rows = GC.AllocateUninitializedArray<int>(capacity);
        _left = GC.AllocateUninitializedArray<int>(capacity);
        _right = GC.AllocateUninitializedArray<int>(capacity);
    }

    /// <summary>The number of rows.</summary>
    public int Count { get; private set; }

    /// <summary>The rows of a leaf.</summary>
    public ReadOnlySpan<int> Rows(int start, int count) => _rows.AsSpan(start, count);

    /// <summary>Puts the rows from 0 to the capacity into one leaf.</summary>
    public void Reset(WorkCrew crew)
    {
        crew.RunBlocks(_rows.Length, (start, end) =>
        {
            for (int i = start; i < end; i++)
            {
                _rows[i] = i;
            }
        });
        Count = _rows.Length;
    }

    /// <summary>Puts the given rows, which rise, into one leaf.</summary>
    public void Reset(ReadOnlySpan<int> rows)
    {
        rows.CopyTo(_rows);
        Count = rows.Length;
    }

    /// <summary>Divides a leaf's rows, those that go left first.</summary>
    /// <param name="start">First position of the leaf.</param>
    /// <param name="count">Its rows.</param>
    /// <param name="codes">The feature's code of each row of the table.</param>
    /// <param name="goesLeft">1 for each code that goes left, [256].</param>
    /// <param name="crew">Divides blocks in parallel; the result does not depend on it.</param>
    /// <returns>The number of rows that go left.</returns>
    public int Divide(int start, int count, byte[] codes, byte[] goesLeft, WorkCrew crew)
    {
        if (count <= ParallelRows)
        {
            int left = DivideBlock(_rows, start, count, codes, goesLeft);
            _right.AsSpan(start, count - left).CopyTo(_rows.AsSpan(start + left));
            return left;
        }

        int blocks = (count + BlockRows - 1) / BlockRows;
        var lefts = new int[blocks];
        crew.Run(blocks, b => lefts[b] = DivideBlock(_left, start + (b * BlockRows), BlockSize(b), codes, goesLeft));
        var leftsBefore = new int[blocks + 1];
        for (int b = 0; b < blocks; b++)
        {
            leftsBefore[b + 1] = leftsBefore[b] + lefts[b];
        }

        crew.Run(blocks, b =>
        {
            int from = start + (b * BlockRows);
            int rightBefore = from - start - leftsBefore[b];
            _left.AsSpan(from, lefts[b]).CopyTo(_rows.AsSpan(start + leftsBefore[b]));
            _right.AsSpan(from, BlockSize(b) - lefts[b]).CopyTo(_rows.AsSpan(start + leftsBefore[^1] + rightBefore));
        });
        return leftsBefore[^1];

        int BlockSize(int block) => Math.Min(BlockRows, count - (block * BlockRows));
    }

    // Rows that go left come to the front of the block in lefts (which may be _rows itself), the others to _right. Both are written and only one
    // counter moves: a branch here would be mispredicted every other row.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int DivideBlock(int[] lefts, int start, int count, byte[] codes, byte[] goesLeft)
    {
        Debug.Assert(goesLeft.Length == 256, "There is an answer for every code.");

        // Bounds: the three slices below check the positions; rows were given by Reset and are below codes.Length (the table's row count); a code is a
        // byte, below 256; leftCount <= i < count.
        ref int rows = ref MemoryMarshal.GetReference(_rows.AsSpan(start, count));
        ref int left = ref MemoryMarshal.GetReference(lefts.AsSpan(start, count));
        ref int right = ref MemoryMarshal.GetReference(_right.AsSpan(start, count));
        ref byte code = ref MemoryMarshal.GetArrayDataReference(codes);
        ref byte toLeft = ref MemoryMarshal.GetArrayDataReference(goesLeft);
        nint leftCount = 0;
        for (nint i = 0; i < count; i++)
        {
            int row = Unsafe.Add(ref rows, i);
            Unsafe.Add(ref left, leftCount) = row;
            Unsafe.Add(ref right, i - leftCount) = row;
            leftCount += Unsafe.Add(ref toLeft, (nint)Unsafe.Add(ref code, row));
        }

        return (int)leftCount;
    }
}
