namespace Hamf.Models.Trees.Splitting;

/// <summary>
/// The rows that one tree is grown on, each with a whole weight. Growing reorders them, so that the rows of a node stand together.
/// Not thread-safe.
/// </summary>
internal sealed class Bag(int capacity)
{
    /// <summary>Most that the weights of a bag may add up to: an entry has 31 bits for a weight.</summary>
    public const int MaxWeight = int.MaxValue;

    private readonly ulong[] _entries = new ulong[capacity];
    private readonly ulong[] _spare = new ulong[capacity];

    /// <summary>Most rows that fit.</summary>
    public int Capacity => _entries.Length;

    /// <summary>Number of rows.</summary>
    public int Count { get; private set; }

    /// <summary>What a weight of 1 in an entry stands for. <value>1</value></summary>
    public double Unit { get; set; } = 1;

    /// <summary>Row and weight in one word, which growing moves as one, [rows of the bag].</summary>
    public ReadOnlySpan<ulong> Entries => _entries.AsSpan(0, Count);

    /// <summary>The row number of an entry.</summary>
    public static int RowOf(ulong entry) => (int)(uint)entry;

    /// <summary>The weight of an entry, in units of <see cref="Unit"/>.</summary>
    public static uint WeightOf(ulong entry) => (uint)(entry >> 33);

    /// <summary>1 for an entry of the positive class, 0 for others.</summary>
    public static uint LabelOf(ulong entry) => (uint)(entry >> 32) & 1;

    /// <summary>Takes all rows out.</summary>
    public void Clear() => Count = 0;

    /// <summary>Puts a row in.</summary>
    /// <param name="row">Its number.</param>
    /// <param name="weight">1 or more; all together at most <see cref="MaxWeight"/>.</param>
    /// <param name="isPositive">Whether it is of the positive class.</param>
    public void Add(int row, uint weight, bool isPositive) =>
        _entries[Count++] = ((ulong)weight << 33) | (isPositive ? 1UL << 32 : 0) | (uint)row;

    /// <summary>
    /// Moves the rows that go left before the others in the range from <paramref name="start"/> to <paramref name="end"/>; both sides keep
    /// their order.
    /// </summary>
    /// <returns>The end of the left side.</returns>
    public int Divide<TSide>(int start, int end, TSide side)
        where TSide : struct, ISide =>
        start + side.Divide(_entries.AsSpan(start, end - start), _spare.AsSpan(0, end - start));
}
