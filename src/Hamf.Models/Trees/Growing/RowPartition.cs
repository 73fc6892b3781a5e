namespace Hamf.Models.Trees.Growing;

/// <summary>The training rows, ordered so that each leaf's rows stand together; within a leaf they keep their order.</summary>
internal sealed class RowPartition(int rowCount)
{
    private const int BlockRows = 32_768;

    private readonly int[] _rows = new int[rowCount];
    private readonly int[] _left = new int[rowCount];
    private readonly int[] _right = new int[rowCount];

    /// <summary>The rows of a leaf.</summary>
    public ReadOnlySpan<int> Rows(int start, int count) => _rows.AsSpan(start, count);

    /// <summary>Puts all rows into one leaf.</summary>
    public void Reset()
    {
        for (int i = 0; i < _rows.Length; i++)
        {
            _rows[i] = i;
        }
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
        int blocks = (count + BlockRows - 1) / BlockRows;
        var lefts = new int[blocks];
        crew.Run(blocks, b => lefts[b] = DivideBlock(start + (b * BlockRows), BlockSize(b), codes, goesLeft));
        int total = lefts.Sum();
        crew.Run(blocks, b =>
        {
            int from = start + (b * BlockRows);
            int leftBefore = lefts.AsSpan(0, b).ToArray().Sum();
            int rightBefore = (b * BlockRows) - leftBefore;
            _left.AsSpan(from, lefts[b]).CopyTo(_rows.AsSpan(start + leftBefore));
            _right.AsSpan(from, BlockSize(b) - lefts[b]).CopyTo(_rows.AsSpan(start + total + rightBefore));
        });
        return total;

        int BlockSize(int block) => Math.Min(BlockRows, count - (block * BlockRows));
    }

    // Both sides are written and only one counter moves: a branch here would be mispredicted every other row.
    private int DivideBlock(int start, int count, byte[] codes, byte[] goesLeft)
    {
        ReadOnlySpan<int> rows = _rows.AsSpan(start, count);
        Span<int> left = _left.AsSpan(start, count);
        Span<int> right = _right.AsSpan(start, count);
        int lefts = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            int row = rows[i];
            int toLeft = goesLeft[codes[row]];
            left[lefts] = row;
            right[i - lefts] = row;
            lefts += toLeft;
        }

        return lefts;
    }
}
