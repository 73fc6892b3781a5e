namespace Hamf.Models.Trees.Splitting;

/// <summary>
/// The rows that one tree is grown on, each with a whole weight. Growing reorders them, so that the rows of a node stand together.
/// Not thread-safe.
/// </summary>
internal sealed class Bag(int capacity)
{
    /// <summary>Most that the weights of a bag may add up to: a word has 31 bits for a weight.</summary>
    public const int MaxWeight = int.MaxValue;

    private readonly int[] _rows = new int[capacity];
    private readonly uint[] _words = new uint[capacity];
    private readonly int[] _spareRows = new int[capacity];
    private readonly uint[] _spareWords = new uint[capacity];

    /// <summary>Most rows that fit.</summary>
    public int Capacity => _rows.Length;

    /// <summary>Number of rows.</summary>
    public int Count { get; private set; }

    /// <summary>What a weight of 1 in a word stands for. <value>1</value></summary>
    public double Unit { get; set; } = 1;

    /// <summary>Row numbers, [rows of the bag].</summary>
    public ReadOnlySpan<int> Rows => _rows.AsSpan(0, Count);

    /// <summary>Twice the weight, plus 1 for a row of the positive class, [rows of the bag].</summary>
    public ReadOnlySpan<uint> Words => _words.AsSpan(0, Count);

    /// <summary>The weight in a word.</summary>
    public static uint WeightOf(uint word) => word >> 1;

    /// <summary>Takes all rows out.</summary>
    public void Clear() => Count = 0;

    /// <summary>Puts a row in.</summary>
    /// <param name="row">Its number.</param>
    /// <param name="weight">1 or more; all together at most <see cref="MaxWeight"/>.</param>
    /// <param name="isPositive">Whether it is of the positive class.</param>
    public void Add(int row, uint weight, bool isPositive)
    {
        _rows[Count] = row;
        _words[Count++] = (weight << 1) | (isPositive ? 1u : 0u);
    }

    /// <summary>
    /// Moves the rows that go left before the others in the range from <paramref name="start"/> to <paramref name="end"/>; both sides keep
    /// their order.
    /// </summary>
    /// <returns>The end of the left side.</returns>
    public int Divide<TSide>(int start, int end, TSide side)
        where TSide : struct, ISide
    {
        Span<int> rows = _rows.AsSpan(start, end - start);
        Span<uint> words = _words.AsSpan(start, rows.Length);
        Span<int> spareRows = _spareRows.AsSpan(0, rows.Length);
        Span<uint> spareWords = _spareWords.AsSpan(0, rows.Length);
        int left = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            // Both places are written and one is kept: whether a row goes left cannot be predicted. "left" is never ahead of "i".
            int row = rows[i];
            uint word = words[i];
            int isLeft = side.IsLeft(row) ? 1 : 0;
            spareRows[i - left] = row;
            spareWords[i - left] = word;
            rows[left] = row;
            words[left] = word;
            left += isLeft;
        }

        spareRows[..(rows.Length - left)].CopyTo(rows[left..]);
        spareWords[..(rows.Length - left)].CopyTo(words[left..]);
        return start + left;
    }
}
