using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Hamf.Models.Trees.Scoring;

/// <summary>
/// Scores one row of trees of at most 32 leaves, 16 trees to a vector: each tree has a bit per leaf, a split that sends the row right
/// clears those of its left subtree, and the lowest bit left is the leaf reached (the idea of QuickScorer, Lucchese et al. 2015). All
/// splits are answered, in any order and without a branch. What a category clears is looked up by its code for all trees at once.
/// </summary>
internal sealed class LeafBitVectors : IRowScorer
{
    /// <summary>Most leaves of a tree.</summary>
    public const int LeavesMax = 32;

    private const int Lanes = 16;

    // A permute picks from two vectors.
    private const int PageChannels = 32;

    // What the masks of categories may take: each code of each category has one for every tree.
    private const long CategoryMasksMax = 4 << 20;

    private readonly TreeEnsemble _trees;
    private readonly ChannelMap _map;
    private readonly LeafValues _leaves;
    private readonly LeafBitCompiler _compiled;
    private readonly int _pages;

    private LeafBitVectors(TreeEnsemble trees, ChannelMap map, LeafValues leaves, int[] leafOf)
    {
        (_trees, _map, _leaves) = (trees, map, leaves);
        _pages = (map.Numbers.Length + PageChannels - 1) / PageChannels;
        _compiled = new LeafBitCompiler(trees, map, leafOf, _pages);
    }

    /// <summary>The vectors of an ensemble, or null when it asks what they cannot hold.</summary>
    public static LeafBitVectors? TryBuild(TreeEnsemble trees, ChannelMap map, LeafValues leaves, int[] leafOf)
    {
        long codes = Enumerable.Range(0, map.Categories.Length).Sum(c => (long)map.CodeCount(c));
        bool fits = map.FitsSingle && map.Numbers.Length <= ChannelMap.StackNumbersMax && codes * trees.TreeCount <= CategoryMasksMax;
        for (int t = 0; t < trees.TreeCount && fits; t++)
        {
            fits = trees.TreeStarts[t + 1] - trees.TreeStarts[t] <= (2 * LeavesMax) - 1;
        }

        return fits ? new LeafBitVectors(trees, map, leaves, leafOf) : null;
    }

    /// <inheritdoc/>
    public unsafe void Score(ReadOnlySpan<double> values, Span<double> outputs)
    {
        float* keys = stackalloc float[_pages * PageChannels];
        _map.ReadSingles(values, new Span<float>(keys, _pages * PageChannels));
        int* categoryRows = stackalloc int[_map.Categories.Length];
        int groups = (_trees.TreeCount + Lanes - 1) / Lanes;
        for (int c = 0; c < _map.Categories.Length; c++)
        {
            categoryRows[c] = (_compiled.FirstCode[c] + _map.CodeOf(c, values[_map.Categories[c]])) * groups * Lanes;
        }

        _leaves.Start(outputs);
        Span<int> leaves = stackalloc int[Lanes];
        fixed (byte* slots = _compiled.Slots.Span)
        {
            byte* slot = slots;
            for (int group = 0; group < groups; group++)
            {
                Vector512<uint> bits = Vector512<uint>.AllBitsSet;
                for (int page = 0; page < _pages; page++)
                {
                    byte* end = slots + ((long)_compiled.SlotEnds[(group * _pages) + page] * LeafBitCompiler.SlotSize);
                    bits &= AskNumbers(ref slot, end, keys + (page * PageChannels));
                }

                for (int c = 0; c < _map.Categories.Length; c++)
                {
                    bits &= Vector512.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(_compiled.CategoryMasks), (nuint)(categoryRows[c] + (group * Lanes)));
                }

                AddGroup(group * Lanes, bits, leaves, outputs);
            }
        }

        _leaves.Finish(outputs);
    }

    private static unsafe Vector512<uint> AskNumbers(ref byte* slot, byte* end, float* keys)
    {
        Vector512<float> low = Vector512.Load(keys);
        Vector512<float> high = Vector512.Load(keys + Lanes);
        Vector512<uint> bits = Vector512<uint>.AllBitsSet;
        byte* at = slot;
        for (; at < end; at += LeafBitCompiler.SlotSize)
        {
            Vector512<int> channels = Avx512F.ConvertToVector512Int32(Vector128.Load(at + LeafBitCompiler.ChannelsAt));
            Vector512<float> values = Avx512F.PermuteVar16x32x2(low, channels, high);
            Vector512<uint> isLeft = Vector512.LessThanOrEqual(values, Vector512.Load((float*)at)).AsUInt32();
            bits &= isLeft | Vector512.Load((uint*)(at + LeafBitCompiler.MasksAt));
        }

        slot = at;
        return bits;
    }

    private void AddGroup(int firstTree, Vector512<uint> bits, Span<int> leaves, Span<double> outputs)
    {
        int count = Math.Min(Lanes, _trees.TreeCount - firstTree);
        ReadOnlySpan<byte> order = _compiled.LeafAt.AsSpan(firstTree * LeavesMax, count * LeavesMax);
        for (int i = 0; i < count; i++)
        {
            leaves[i] = order[(i * LeavesMax) + BitOperations.TrailingZeroCount(bits.GetElement(i))];
        }

        _leaves.AddTrees(firstTree, leaves[..count], outputs);
    }
}
