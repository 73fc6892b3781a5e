using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Hamf.Models.Data;

namespace Hamf.Models.Trees.Scoring;

/// <summary>
/// Scores any ensemble on any machine: nodes of 16 bytes that compare doubles, children side by side. As in <see cref="WideNodes"/>
/// eight rows walk a tree side by side without a branch on an answer, and a single row eight trees.
/// </summary>
internal sealed class LeanNodes : IRowScorer, IBlockScorer
{
    private const int LanesMax = 64;

    private readonly TreeEnsemble _trees;
    private readonly ChannelMap _map;
    private readonly LeafValues _leaves;
    private readonly LeanNode[] _nodes;
    private readonly int[] _leafAt;
    private readonly int[] _roots;
    private readonly ulong[] _sets;

    public LeanNodes(TreeEnsemble trees, ChannelMap map, LeafValues leaves, int[] leafOf)
    {
        (_trees, _map, _leaves) = (trees, map, leaves);
        (_nodes, _leafAt, _roots, _sets) = new LeanCompiler(trees, map, leafOf).Compile();
        Width = Math.Max(1, map.Numbers.Length + map.Categories.Length);
    }

    /// <inheritdoc/>
    public int WorthwhileRows => 4;

    /// <summary>Numbers of a row as the nodes read them: the numeric channels, then the category codes; at least one, for leaves to look at.</summary>
    private int Width { get; }

    /// <inheritdoc/>
    public void Score(ReadOnlySpan<double> values, Span<double> outputs)
    {
        bool onStack = Width <= ChannelMap.StackNumbersMax;
        using var rented = new ScratchDoubles(onStack ? 0 : Width);
        Span<double> keys = onStack ? stackalloc double[Width] : rented.Span;
        for (int c = 0; c < _map.Numbers.Length + _map.Categories.Length; c++)
        {
            keys[c] = Read(c, values);
        }

        Span<int> leaves = stackalloc int[LanesMax];
        Span<int> at = stackalloc int[LanesMax];
        _leaves.Start(outputs);
        for (int tree = 0; tree < _roots.Length; tree += LanesMax)
        {
            int count = Math.Min(LanesMax, _roots.Length - tree);
            _roots.AsSpan(tree, count).CopyTo(at);
            Walk(keys, 0, at[..count]);
            ReadLeaves(at[..count], leaves);
            _leaves.AddTrees(tree, leaves[..count], outputs);
        }

        _leaves.Finish(outputs);
    }

    /// <inheritdoc/>
    public void Score(FeatureTable table, int start, int count, Span<double> outputs)
    {
        using var scratch = new ScratchDoubles(LanesMax * Width);
        Span<int> leaves = stackalloc int[LanesMax];
        Span<int> at = stackalloc int[LanesMax];
        for (int row = 0; row < count; row += LanesMax)
        {
            int rows = Math.Min(LanesMax, count - row);
            ReadKeys(table, start + row, rows, scratch.Span);
            Span<double> block = outputs.Slice(row * _trees.OutputCount, rows * _trees.OutputCount);
            _leaves.Start(block);
            for (int t = 0; t < _roots.Length; t++)
            {
                at[..rows].Fill(_roots[t]);
                Walk(scratch.Span, Width, at[..rows]);
                ReadLeaves(at[..rows], leaves);
                _leaves.AddRows(t, leaves[..rows], block);
            }

            _leaves.Finish(block);
        }
    }

    private double Read(int c, ReadOnlySpan<double> values) => c < _map.Numbers.Length
        ? _map.Read(_map.Numbers[c], values[_map.Numbers[c].Feature])
        : _map.CodeOf(c - _map.Numbers.Length, values[_map.Categories[c - _map.Numbers.Length]]);

    private void ReadKeys(FeatureTable table, int start, int rows, Span<double> keys)
    {
        for (int c = 0; c < _map.Numbers.Length + _map.Categories.Length; c++)
        {
            int category = c - _map.Numbers.Length;
            int feature = category < 0 ? _map.Numbers[c].Feature : _map.Categories[category];
            ReadOnlySpan<double> column = table.Columns[feature].AsSpan(start, rows);
            for (int i = 0, to = c; i < rows; i++, to += Width)
            {
                keys[to] = category < 0 ? _map.Read(_map.Numbers[c], column[i]) : _map.CodeOf(category, column[i]);
            }
        }
    }

    // Lane i reads the keys from i * stride on and ends with at[i] at its leaf.
    private void Walk(ReadOnlySpan<double> keys, int stride, Span<int> at)
    {
        // Bounds: keys has stride entries for each lane; a node's next and channel were made by LeanCompiler.
        ref LeanNode nodes = ref MemoryMarshal.GetArrayDataReference(_nodes);
        ref double key = ref MemoryMarshal.GetReference(keys);
        int lane = 0;
        for (; lane + 8 <= at.Length; lane += 8)
        {
            ref double from = ref Unsafe.Add(ref key, lane * stride);
            ref double middle = ref Unsafe.Add(ref from, 4 * stride);
            Four a = Four.Load(at[lane..]);
            Four b = Four.Load(at[(lane + 4)..]);
            int allDone;
            do
            {
                allDone = 1;
                a = Step(a, ref nodes, ref from, stride, ref allDone);
                b = Step(b, ref nodes, ref middle, stride, ref allDone);
            }
            while ((allDone & 1) == 0);
            a.Store(at[lane..]);
            b.Store(at[(lane + 4)..]);
        }

        for (; lane < at.Length; lane++)
        {
            int isDone;
            do
            {
                isDone = 1;
                at[lane] = Step(at[lane], ref nodes, ref Unsafe.Add(ref key, lane * stride), ref isDone);
            }
            while ((isDone & 1) == 0);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Four Step(Four at, ref LeanNode nodes, ref double keys, int stride, ref int allDone) => new(
        Step(at.A, ref nodes, ref keys, ref allDone),
        Step(at.B, ref nodes, ref Unsafe.Add(ref keys, stride), ref allDone),
        Step(at.C, ref nodes, ref Unsafe.Add(ref keys, 2 * stride), ref allDone),
        Step(at.D, ref nodes, ref Unsafe.Add(ref keys, 3 * stride), ref allDone));

    // To the child; the lowest bit of allDone stays set while all children so far are leaves.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Step(int at, ref LeanNode nodes, ref double row, ref int allDone)
    {
        ref LeanNode node = ref Unsafe.Add(ref nodes, at);
        int next = node.Next;
        int right = GoesRight(node, ref row);
        allDone &= next >> right;
        return (next >> LeanNode.FlagBits) + right;
    }

    // The answer as a number: a branch on it would be mispredicted at every second split.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int GoesRight(in LeanNode node, ref double row)
    {
        if (node.Channel >= 0)
        {
            bool isRight = !(Unsafe.Add(ref row, node.Channel) <= node.Number);
            return Unsafe.BitCast<bool, byte>(isRight);
        }

        int code = (int)Unsafe.Add(ref row, ~node.Channel);
        return (int)(~(_sets[(int)node.Number + (code >> 6)] >> (code & 63)) & 1);
    }

    private void ReadLeaves(ReadOnlySpan<int> at, Span<int> leaves)
    {
        for (int i = 0; i < at.Length; i++)
        {
            leaves[i] = _leafAt[at[i]];
        }
    }

    /// <summary>Where four walks stand: separate fields become registers, which an array would not.</summary>
    private readonly record struct Four(int A, int B, int C, int D)
    {
        public static Four Load(ReadOnlySpan<int> at) => new(at[0], at[1], at[2], at[3]);

        public void Store(Span<int> at) => (at[0], at[1], at[2], at[3]) = (A, B, C, D);
    }
}
