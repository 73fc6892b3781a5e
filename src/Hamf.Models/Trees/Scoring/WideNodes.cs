using Hamf.Models.Data;

namespace Hamf.Models.Trees.Scoring;

/// <summary>
/// Scores deep trees three levels at a time: seven splits and their eight exits share a cache line (<see cref="WideBlock"/>). A pass takes
/// each row that is still inside the tree one line further; the rows that reached a leaf drop out, so no work is done twice and the many
/// independent steps of a pass hide the wait for memory. A single row goes through all trees in the same way.
/// </summary>
internal sealed class WideNodes : IRowScorer, IBlockScorer
{
    /// <summary>Most numeric channels: a row has to fit into four vectors.</summary>
    public const int ChannelsMax = 64;

    // Rows or trees in flight. Their keys of 32 floats take 32 KB.
    private const int LanesMax = 256;

    private readonly TreeEnsemble _trees;
    private readonly ChannelMap _map;
    private readonly LeafValues _leaves;
    private readonly AlignedBytes _blocks;
    private readonly int[] _firstBlock;

    private WideNodes(TreeEnsemble trees, ChannelMap map, LeafValues leaves, AlignedBytes blocks, int[] firstBlock)
    {
        (_trees, _map, _leaves, _blocks, _firstBlock) = (trees, map, leaves, blocks, firstBlock);
    }

    /// <inheritdoc/>
    public int WorthwhileRows => 8;

    /// <summary>The blocks of an ensemble, or null when it asks what they cannot hold.</summary>
    public static WideNodes? TryBuild(TreeEnsemble trees, ChannelMap map, LeafValues leaves, int[] leafOf)
    {
        if (!map.FitsSingle || map.Categories.Length > 0 || map.Numbers.Length > ChannelsMax)
        {
            return null;
        }

        var compiler = new WideCompiler(trees, map, leafOf);
        return compiler.TryCompile() is { } blocks ? new WideNodes(trees, map, leaves, blocks, compiler.FirstBlock) : null;
    }

    /// <inheritdoc/>
    public unsafe void Score(ReadOnlySpan<double> values, Span<double> outputs)
    {
        float* keys = stackalloc float[ChannelsMax];
        _map.ReadSingles(values, new Span<float>(keys, ChannelsMax));
        int* leaves = stackalloc int[LanesMax];
        _leaves.Start(outputs);
        fixed (byte* blocks = _blocks.Span)
        fixed (int* firstBlock = _firstBlock)
        {
            for (int tree = 0; tree < _trees.TreeCount; tree += LanesMax)
            {
                int count = Math.Min(LanesMax, _trees.TreeCount - tree);
                if (_map.Numbers.Length <= Keys32.Stride)
                {
                    WideKernel.PassTrees<Keys32>(blocks, firstBlock + tree, count, keys, leaves);
                }
                else
                {
                    WideKernel.PassTrees<Keys64>(blocks, firstBlock + tree, count, keys, leaves);
                }

                _leaves.AddTrees(tree, new ReadOnlySpan<int>(leaves, count), outputs);
            }
        }

        _leaves.Finish(outputs);
    }

    /// <inheritdoc/>
    public void Score(FeatureTable table, int start, int count, Span<double> outputs)
    {
        int width = _trees.OutputCount;
        for (int row = 0; row < count; row += LanesMax)
        {
            int rows = Math.Min(LanesMax, count - row);
            Span<double> block = outputs.Slice(row * width, rows * width);
            if (_map.Numbers.Length <= Keys32.Stride)
            {
                ScoreBlock<Keys32>(table, start + row, rows, block);
            }
            else
            {
                ScoreBlock<Keys64>(table, start + row, rows, block);
            }
        }
    }

    private unsafe void ScoreBlock<TKeys>(FeatureTable table, int start, int rows, Span<double> outputs)
        where TKeys : struct, IRowKeys
    {
        using var keys = new ScratchFloats(LanesMax * TKeys.Stride);
        ReadKeys(table, start, rows, keys.Span, TKeys.Stride);
        int* leaves = stackalloc int[LanesMax];
        _leaves.Start(outputs);
        fixed (byte* blocks = _blocks.Span)
        {
            for (int t = 0; t < _trees.TreeCount; t++)
            {
                long size = _firstBlock[t + 1] - _firstBlock[t];
                WideKernel.PassRows<TKeys>(blocks + ((long)_firstBlock[t] * WideBlock.Size), size == 0 ? 0 : rows, keys.Pointer, leaves);
                new Span<int>(leaves, size == 0 ? rows : 0).Clear();
                _leaves.AddRows(t, new ReadOnlySpan<int>(leaves, rows), outputs);
            }
        }

        _leaves.Finish(outputs);
    }

    private void ReadKeys(FeatureTable table, int start, int rows, Span<float> keys, int stride)
    {
        Span<float> column = stackalloc float[LanesMax];
        for (int c = 0; c < _map.Numbers.Length; c++)
        {
            _map.ReadSingles(_map.Numbers[c], table.Columns[_map.Numbers[c].Feature].AsSpan(start, rows), column, SimdLevels.Best);
            for (int i = 0, at = c; i < rows; i++, at += stride)
            {
                keys[at] = column[i];
            }
        }
    }
}
