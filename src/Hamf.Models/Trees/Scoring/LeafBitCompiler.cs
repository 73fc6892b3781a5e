using System.Runtime.InteropServices;

namespace Hamf.Models.Trees.Scoring;

/// <summary>
/// Lays the splits of small trees out for <see cref="LeafBitVectors"/>. A slot answers one split of each of 16 trees; all its channels are
/// of one page of 32, so that one permute picks their values. A lane with nothing to ask keeps all leaves.
/// </summary>
internal sealed class LeafBitCompiler
{
    // A slot: 16 thresholds, 16 masks, 16 channel numbers.
    public const int MasksAt = 64;
    public const int ChannelsAt = 128;
    public const int SlotSize = 192;

    private const int Lanes = 16;
    private const int PageChannels = 32;
    private const int LeavesMax = LeafBitVectors.LeavesMax;

    private readonly TreeEnsemble _trees;
    private readonly ChannelMap _map;

    public LeafBitCompiler(TreeEnsemble trees, ChannelMap map, int[] leafOf, int pages)
    {
        (_trees, _map) = (trees, map);
        int groups = (trees.TreeCount + Lanes - 1) / Lanes;
        SlotEnds = new int[groups * pages];
        LeafAt = new byte[groups * Lanes * LeavesMax];
        FirstCode = new int[map.Categories.Length];
        int codes = 0;
        for (int c = 0; c < FirstCode.Length; c++)
        {
            FirstCode[c] = codes;
            codes += map.CodeCount(c);
        }

        CategoryMasks = new uint[codes * groups * Lanes];
        Array.Fill(CategoryMasks, uint.MaxValue);
        var asks = new List<(int Channel, float Threshold, uint Mask)>[trees.TreeCount];
        for (int t = 0; t < asks.Length; t++)
        {
            asks[t] = ReadTree(t, leafOf, groups * Lanes);
        }

        Slots = WriteSlots(asks, pages);
    }

    /// <summary>The slots of all groups of 16 trees, those of a group by page.</summary>
    public AlignedBytes Slots { get; }

    /// <summary>Number of the slot after the last of a page, [groups][pages].</summary>
    public int[] SlotEnds { get; }

    /// <summary>The leaf's number by its place from the left, [trees][32].</summary>
    public byte[] LeafAt { get; }

    /// <summary>The first row of each category in <see cref="CategoryMasks"/>.</summary>
    public int[] FirstCode { get; }

    /// <summary>The leaves that all splits of a category leave, [codes of all categories][trees, rounded up to 16].</summary>
    public uint[] CategoryMasks { get; }

    // Leaves are numbered from the left: a subtree's are neighbours. Children stand after their parents, so two passes find all.
    private List<(int Channel, float Threshold, uint Mask)> ReadTree(int tree, int[] leafOf, int stride)
    {
        int start = _trees.TreeStarts[tree];
        int end = _trees.TreeStarts[tree + 1];
        Span<int> leafCount = stackalloc int[2 * LeavesMax];
        Span<int> firstLeaf = stackalloc int[2 * LeavesMax];
        for (int node = end - 1; node >= start; node--)
        {
            bool isLeaf = _trees.Feature[node] == TreeEnsemble.Leaf;
            leafCount[node - start] = isLeaf ? 1 : leafCount[_trees.Left[node] - start] + leafCount[_trees.Right[node] - start];
        }

        firstLeaf[0] = 0;
        var asks = new List<(int, float, uint)>();
        for (int node = start; node < end; node++)
        {
            int first = firstLeaf[node - start];
            if (_trees.Feature[node] == TreeEnsemble.Leaf)
            {
                LeafAt[(tree * LeavesMax) + first] = (byte)leafOf[node];
                continue;
            }

            int left = leafCount[_trees.Left[node] - start];
            firstLeaf[_trees.Left[node] - start] = first;
            firstLeaf[_trees.Right[node] - start] = first + left;
            uint mask = ~(((1u << left) - 1) << first);
            if (_trees.SetStart[node] == TreeEnsemble.NoSet)
            {
                asks.Add((_map.NumberOf(_trees, node), (float)ChannelMap.ThresholdOf(_trees, node), mask));
            }
            else
            {
                ClearByCategory(node, mask, tree, stride);
            }
        }

        return asks;
    }

    private void ClearByCategory(int node, uint mask, int tree, int stride)
    {
        int category = _map.CategoryOf(_trees, node);
        int codes = _map.CodeCount(category);
        for (int code = 0; code < codes; code++)
        {
            if (!_map.GoesLeft(_trees, node, code))
            {
                CategoryMasks[((FirstCode[category] + code) * stride) + tree] &= mask;
            }
        }
    }

    private AlignedBytes WriteSlots(List<(int Channel, float Threshold, uint Mask)>[] asks, int pages)
    {
        int end = 0;
        for (int i = 0; i < SlotEnds.Length; i++)
        {
            (int group, int page) = (i / pages, i % pages);
            end += asks.Skip(group * Lanes).Take(Lanes).Max(tree => tree.Count(ask => ask.Channel / PageChannels == page));
            SlotEnds[i] = end;
        }

        var slots = new AlignedBytes(end * SlotSize);
        MemoryMarshal.Cast<byte, uint>(slots.Span).Fill(uint.MaxValue);
        for (int i = 0; i < SlotEnds.Length; i++)
        {
            (int group, int page) = (i / pages, i % pages);
            int first = i == 0 ? 0 : SlotEnds[i - 1];
            for (int lane = 0; lane < Lanes && (group * Lanes) + lane < asks.Length; lane++)
            {
                int slot = first;
                foreach ((int channel, float threshold, uint mask) in asks[(group * Lanes) + lane].Where(ask => ask.Channel / PageChannels == page))
                {
                    Write(slots.Span.Slice(SlotSize * slot++, SlotSize), lane, channel % PageChannels, threshold, mask);
                }
            }
        }

        return slots;
    }

    private static void Write(Span<byte> slot, int lane, int channel, float threshold, uint mask)
    {
        MemoryMarshal.Cast<byte, float>(slot)[lane] = threshold;
        MemoryMarshal.Cast<byte, uint>(slot[MasksAt..])[lane] = mask;
        slot[ChannelsAt + lane] = (byte)channel;
    }
}
