using System.Runtime.InteropServices;

namespace Hamf.Models.Trees.Scoring;

/// <summary>Packs the trees of an ensemble into wide nodes. A split begins a block where its depth is a multiple of three.</summary>
internal sealed class WideCompiler(TreeEnsemble trees, ChannelMap map, int[] leafOf)
{
    private const int Levels = 3;

    // Of each node of the tree at hand: its depth modulo three, and the number of the block that it begins.
    private byte[] _depth = [];
    private int[] _blockOf = [];

    /// <summary>Number of each tree's first block, and of all blocks at the end, [trees + 1].</summary>
    public int[] FirstBlock { get; } = new int[trees.TreeCount + 1];

    /// <summary>The blocks of all trees, or null when a tree or all together are too large.</summary>
    public AlignedBytes? TryCompile()
    {
        int nodesMax = 0;
        for (int t = 0; t < trees.TreeCount; t++)
        {
            nodesMax = Math.Max(nodesMax, trees.TreeStarts[t + 1] - trees.TreeStarts[t]);
        }

        (_depth, _blockOf) = (new byte[nodesMax], new int[nodesMax]);
        long count = 0;
        for (int t = 0; t < trees.TreeCount; t++)
        {
            count += NumberBlocks(t);
            FirstBlock[t + 1] = (int)count;
            if (count * WideBlock.Size > AlignedBytes.SizeMax)
            {
                return null;
            }
        }

        if (nodesMax > WideBlock.NumberMax)
        {
            return null;
        }

        var blocks = new AlignedBytes((int)count * WideBlock.Size);
        for (int t = 0; t < trees.TreeCount; t++)
        {
            NumberBlocks(t);
            WriteTree(t, blocks.Span[(FirstBlock[t] * WideBlock.Size)..]);
        }

        return blocks;
    }

    private int NumberBlocks(int tree)
    {
        int start = trees.TreeStarts[tree];
        int count = 0;
        _depth[0] = 0;
        for (int node = start; node < trees.TreeStarts[tree + 1]; node++)
        {
            if (trees.Feature[node] == TreeEnsemble.Leaf)
            {
                continue;
            }

            byte below = (byte)((_depth[node - start] + 1) % Levels);
            _depth[trees.Left[node] - start] = below;
            _depth[trees.Right[node] - start] = below;
            _blockOf[node - start] = _depth[node - start] == 0 ? count++ : -1;
        }

        return count;
    }

    private void WriteTree(int tree, Span<byte> blocks)
    {
        int start = trees.TreeStarts[tree];
        for (int node = start; node < trees.TreeStarts[tree + 1]; node++)
        {
            if (trees.Feature[node] != TreeEnsemble.Leaf && _blockOf[node - start] >= 0)
            {
                WriteBlock(node, start, blocks.Slice(_blockOf[node - start] * WideBlock.Size, WideBlock.Size));
            }
        }
    }

    // Where a leaf comes early the splits below it ask anything: all their exits are that leaf.
    private void WriteBlock(int root, int treeStart, Span<byte> block)
    {
        Span<int> nodes = stackalloc int[(2 * WideBlock.Splits) + 1];
        Span<float> thresholds = MemoryMarshal.Cast<byte, float>(block);
        nodes[0] = root;
        for (int i = 0; i < WideBlock.Splits; i++)
        {
            int node = nodes[i];
            bool isLeaf = trees.Feature[node] == TreeEnsemble.Leaf;
            nodes[(2 * i) + 1] = isLeaf ? node : trees.Left[node];
            nodes[(2 * i) + 2] = isLeaf ? node : trees.Right[node];
            if (!isLeaf)
            {
                thresholds[i] = (float)ChannelMap.ThresholdOf(trees, node);
                block[WideBlock.ChannelsAt + i] = (byte)map.NumberOf(trees, node);
            }
        }

        for (int exit = 0; exit <= WideBlock.Splits; exit++)
        {
            int node = nodes[WideBlock.Splits + exit];
            uint number = trees.Feature[node] == TreeEnsemble.Leaf
                ? (uint)leafOf[node] | WideBlock.LeafFlag
                : (uint)_blockOf[node - treeStart];
            Span<byte> bytes = block.Slice(WideBlock.ExitsAt + (exit * WideBlock.ExitSize), WideBlock.ExitSize);
            (bytes[0], bytes[1], bytes[2]) = ((byte)number, (byte)(number >> 8), (byte)(number >> 16));
        }
    }
}
