using System.Runtime.InteropServices;
using Hamf.Models.Data;

namespace Hamf.Models.Trees.Scoring;

/// <summary>
/// Scores blocks of 256 rows without a branch: every split of a tree is answered for all rows at once, from the leaves to the root, by
/// selecting the number of the left or the right child's leaf. Cost grows with the number of splits, not with depth, so it is for small
/// trees; numeric values become <see cref="RankCodes"/>, so any thresholds are exact.
/// </summary>
internal sealed class SelectNetwork : IBlockScorer
{
    /// <summary>Rows of a block. Their codes and results for 30 features and 31 leaves fill half of a first-level cache.</summary>
    public const int BlockRows = 256;

    /// <summary>Most different leaves of a tree: their numbers are bytes.</summary>
    public const int LeavesMax = 256;

    private const nuint Alignment = 64;

    private readonly TreeEnsemble _trees;
    private readonly ChannelMap _map;
    private readonly RankCodes _codes;
    private readonly LeafValues _leaves;
    private readonly SimdLevel _level;
    private readonly SelectTree[] _selectTrees;
    private readonly SelectOp[] _ops;
    private readonly SelectTest[] _tests;
    private readonly byte[] _sets;
    private readonly double[] _tables;
    private readonly (uint Tests, uint Leaves, uint Results, uint Categories, uint Sums, uint Size) _layout;
    private readonly int _leavesMax;

    private SelectNetwork(TreeEnsemble trees, ChannelMap map, RankCodes codes, LeafValues leaves, int[] leafOf, SimdLevel level)
    {
        (_trees, _map, _codes, _leaves, _level) = (trees, map, codes, leaves, level);
        var compiled = new SelectCompiler(trees, map, codes, leaves, leafOf);
        (_selectTrees, _ops, _tests, _sets, _tables) = (compiled.Trees, compiled.Ops, compiled.Tests, compiled.Sets, compiled.Tables);
        _leavesMax = compiled.LeavesMax;
        uint categories = compiled.ResultsOffset + (uint)(compiled.SplitsMax * BlockRows);
        uint sums = categories + (uint)(map.Categories.Length * CategoryColumns.Size);
        uint size = sums + (uint)(trees.OutputCount * BlockRows * sizeof(double));
        _layout = (compiled.TestsOffset, compiled.LeavesOffset, compiled.ResultsOffset, categories, sums, size);
    }

    /// <inheritdoc/>
    public int WorthwhileRows => 32;

    /// <summary>The network of an ensemble, or null when a channel has too many thresholds or a tree too many leaves.</summary>
    public static SelectNetwork? TryBuild(TreeEnsemble trees, ChannelMap map, LeafValues leaves, int[] leafOf, SimdLevel level)
    {
        for (int t = 0; t < trees.TreeCount; t++)
        {
            if (leaves.CountOf(t) > LeavesMax)
            {
                return null;
            }
        }

        RankCodes? codes = RankCodes.TryBuild(trees, map);
        return codes is null ? null : new SelectNetwork(trees, map, codes, leaves, leafOf, level);
    }

    /// <inheritdoc/>
    public unsafe void Score(FeatureTable table, int start, int count, Span<double> outputs)
    {
        byte* work = (byte*)NativeMemory.AlignedAlloc(_layout.Size, Alignment);
        try
        {
            for (int leaf = 0; leaf < _leavesMax; leaf++)
            {
                new Span<byte>(work + _layout.Leaves + (leaf * BlockRows), BlockRows).Fill((byte)leaf);
            }

            for (int row = 0; row < count; row += BlockRows)
            {
                int rows = Math.Min(BlockRows, count - row);
                ScoreBlock(work, table, start + row, rows, outputs.Slice(row * _trees.OutputCount, rows * _trees.OutputCount));
            }
        }
        finally
        {
            NativeMemory.AlignedFree(work);
        }
    }

    private unsafe void ScoreBlock(byte* work, FeatureTable table, int start, int rows, Span<double> outputs)
    {
        for (int c = 0; c < _map.Numbers.Length; c++)
        {
            ReadOnlySpan<double> column = table.Columns[_map.Numbers[c].Feature].AsSpan(start, rows);
            _codes.Encode(c, column, new Span<byte>(work + (c * BlockRows), BlockRows), _level);
        }

        for (int c = 0; c < _map.Categories.Length; c++)
        {
            CategoryColumns.Read(_map, c, table, start, rows, work + _layout.Categories);
        }

        double* sums = (double*)(work + _layout.Sums);
        for (int k = 0; k < _trees.OutputCount; k++)
        {
            new Span<double>(sums + (k * BlockRows), BlockRows).Fill(_trees.Bases[k]);
        }

        for (int t = 0; t < _selectTrees.Length; t++)
        {
            AddTree(work, t, rows, sums);
        }

        CopyOut(sums, rows, outputs);
        _leaves.Finish(outputs);
    }

    private unsafe void AddTree(byte* work, int index, int rows, double* sums)
    {
        SelectTree tree = _selectTrees[index];
        for (int i = 0; i < tree.TestCount; i++)
        {
            SelectTest test = _tests[tree.TestStart + i];
            var column = new Span<byte>(work + _layout.Tests + (i * BlockRows), BlockRows);
            CategoryColumns.Test(_map, test.Category, work + _layout.Categories, rows, _sets.AsSpan(test.SetStart), column, _level);
        }

        SelectKernel.Run(work, _ops.AsSpan(tree.OpStart, tree.OpCount), work + _layout.Results, _level);
        int length = SelectCompiler.TableLength(tree.LeafCount);
        fixed (double* tables = _tables)
        {
            for (int k = 0; k < _trees.LeafWidth; k++)
            {
                double* values = tables + tree.TableStart + (k * length);
                LeafLookup.Add(work + tree.Root, values, tree.LeafCount, sums + ((_trees.TreeOutput[index] + k) * BlockRows), _trees.Sum, _level);
            }
        }
    }

    private unsafe void CopyOut(double* sums, int rows, Span<double> outputs)
    {
        int width = _trees.OutputCount;
        for (int k = 0; k < width; k++)
        {
            for (int row = 0; row < rows; row++)
            {
                outputs[(row * width) + k] = sums[(k * BlockRows) + row];
            }
        }
    }
}
