using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Hamf.Models.Data;

namespace Hamf.Models.Trees.Scoring;

/// <summary>
/// Scores any ensemble on any machine: nodes of 16 bytes that compare doubles, children side by side. As in <see cref="WideNodes"/> a pass
/// takes each row that is still inside the tree one level further without a branch on the answer, and a single row goes through all
/// trees at once, so that many independent steps hide each other's waits.
/// </summary>
internal sealed class LeanNodes : IRowScorer, IBlockScorer
{
    private const int LanesMax = 64;

    private readonly TreeEnsemble _trees;
    private readonly ChannelMap _map;
    private readonly LeafValues _leaves;
    private readonly LeanNode[] _nodes;
    private readonly int[] _roots;
    private readonly ulong[] _sets;

    public LeanNodes(TreeEnsemble trees, ChannelMap map, LeafValues leaves, int[] leafOf)
    {
        (_trees, _map, _leaves) = (trees, map, leaves);
        (_nodes, _roots, _sets) = new LeanCompiler(trees, map, leafOf).Compile();
        Width = map.Numbers.Length + map.Categories.Length;
    }

    /// <inheritdoc/>
    public int WorthwhileRows => 4;

    /// <summary>Numbers of a row as the nodes read them: the numeric channels, then the category codes.</summary>
    private int Width { get; }

    /// <inheritdoc/>
    public void Score(ReadOnlySpan<double> values, Span<double> outputs)
    {
        bool onStack = Width <= ChannelMap.StackNumbersMax;
        using var rented = new ScratchDoubles(onStack ? 0 : Width);
        Span<double> keys = onStack ? stackalloc double[Width] : rented.Span;
        for (int c = 0; c < keys.Length; c++)
        {
            keys[c] = Read(c, values);
        }

        Span<int> leaves = stackalloc int[LanesMax];
        Span<int> at = stackalloc int[LanesMax];
        Span<int> lanes = stackalloc int[LanesMax];
        _leaves.Start(outputs);
        for (int tree = 0; tree < _roots.Length; tree += LanesMax)
        {
            int count = Math.Min(LanesMax, _roots.Length - tree);
            _roots.AsSpan(tree, count).CopyTo(at);
            Walk(keys, 0, at[..count], lanes);
            ReadLeaves(at[..count], leaves);
            _leaves.AddTrees(tree, leaves[..count], outputs);
        }

        _leaves.Finish(outputs);
    }

    /// <inheritdoc/>
    public void Score(FeatureTable table, int start, int count, Span<double> outputs)
    {
        using var scratch = new ScratchDoubles(LanesMax * Math.Max(Width, 1));
        Span<int> leaves = stackalloc int[LanesMax];
        Span<int> at = stackalloc int[LanesMax];
        Span<int> lanes = stackalloc int[LanesMax];
        for (int row = 0; row < count; row += LanesMax)
        {
            int rows = Math.Min(LanesMax, count - row);
            ReadKeys(table, start + row, rows, scratch.Span);
            Span<double> block = outputs.Slice(row * _trees.OutputCount, rows * _trees.OutputCount);
            _leaves.Start(block);
            for (int t = 0; t < _roots.Length; t++)
            {
                at[..rows].Fill(_roots[t]);
                Walk(scratch.Span, Width, at[..rows], lanes);
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
        for (int c = 0; c < Width; c++)
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
    private void Walk(ReadOnlySpan<double> keys, int stride, Span<int> at, Span<int> lanes)
    {
        ref LeanNode nodes = ref MemoryMarshal.GetArrayDataReference(_nodes);
        ref double key = ref MemoryMarshal.GetReference(keys);
        ref int places = ref MemoryMarshal.GetReference(at);
        ref int active = ref MemoryMarshal.GetReference(lanes);
        int count = 0;
        for (int i = 0; i < at.Length; i++)
        {
            Unsafe.Add(ref active, count) = i;
            count += Unsafe.Add(ref nodes, Unsafe.Add(ref places, i)).IsLeaf ? 0 : 1;
        }

        // Bounds: lanes are below at.Length <= LanesMax, a node's next and channel were made by LeanCompiler, keys has stride * lanes entries.
        while (count > 0)
        {
            int kept = 0;
            for (int i = 0; i < count; i++)
            {
                int lane = Unsafe.Add(ref active, i);
                ref LeanNode node = ref Unsafe.Add(ref nodes, Unsafe.Add(ref places, lane));
                int right = GoesRight(node, ref Unsafe.Add(ref key, lane * stride));
                int next = node.Next;
                Unsafe.Add(ref places, lane) = (next >> LeanNode.FlagBits) + right;
                Unsafe.Add(ref active, kept) = lane;
                kept += 1 - (next >> right & 1);
            }

            count = kept;
        }
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
            leaves[i] = _nodes[at[i]].Next;
        }
    }
}
