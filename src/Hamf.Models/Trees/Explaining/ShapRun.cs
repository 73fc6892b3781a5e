using Hamf.Models.Data;
using Hamf.Models.Trees.Explaining.Lanes;

namespace Hamf.Models.Trees.Explaining;

/// <summary>Brings rows into the lanes of a <see cref="ShapKernel{TLanes, TLayout}"/> and its sums back.</summary>
internal static unsafe class ShapRun<TLanes, TLayout>
    where TLanes : unmanaged, ILanes<TLanes>
    where TLayout : ILaneLayout<TLanes>
{
    // 256 MiB of scratch memory; 500 trees of 31 leaves need 50 KB.
    private const long MaxScratchDoubles = 1L << 25;

    // What is kept between calls; a larger one is left to the collector.
    private const int MaxKeptDoubles = 1 << 20;

    [ThreadStatic]
    private static AlignedDoubles? _kept;

    /// <summary>Explains one row.</summary>
    public static void ExplainRow(ShapPlan plan, ReadOnlySpan<double> values, Span<double> contributions)
    {
        AlignedDoubles scratch = Scratch(plan, blocks: 1);
        double* inputs = scratch.Start;
        for (int f = 0; f < values.Length; f++)
        {
            for (int lane = 0; lane < TLayout.RowCount; lane++)
            {
                inputs[(f * TLayout.RowCount) + lane] = plan.Read(f, values[f]);
            }
        }

        AddTrees(plan, scratch, blocks: 1);
        CopySums(plan, SumsOf(plan, scratch, 1, 0), 1, contributions);
        GC.KeepAlive(scratch);
    }

    /// <summary>Explains <paramref name="count"/> rows of a table.</summary>
    public static void ExplainRows(ShapPlan plan, FeatureTable table, int from, int count, Span<double> contributions)
    {
        int blocks = (count + TLayout.RowCount - 1) / TLayout.RowCount;
        int width = plan.Features.Count * plan.OutputCount;
        AlignedDoubles scratch = Scratch(plan, blocks);
        for (int i = 0; i < blocks * TLayout.RowCount; i++)
        {
            // What fills the last block is its last row once more.
            double* inputs = ValuesOf(plan, scratch, i / TLayout.RowCount) + (i % TLayout.RowCount);
            int row = from + Math.Min(i, count - 1);
            for (int f = 0; f < table.Columns.Length; f++)
            {
                inputs[f * TLayout.RowCount] = plan.Read(f, table.Columns[f][row]);
            }
        }

        AddTrees(plan, scratch, blocks);
        for (int block = 0; block < blocks; block++)
        {
            int first = block * TLayout.RowCount;
            int rows = Math.Min(TLayout.RowCount, count - first);
            CopySums(plan, SumsOf(plan, scratch, blocks, block), rows, contributions.Slice(first * width, rows * width));
        }

        GC.KeepAlive(scratch);
    }

    private static void AddTrees(ShapPlan plan, AlignedDoubles scratch, int blocks)
    {
        double* slots = SumsOf(plan, scratch, blocks, blocks);
        new Span<double>(SumsOf(plan, scratch, blocks, 0), blocks * SumDoubles(plan)).Clear();
        foreach (ref readonly ShapTree tree in plan.Trees.AsSpan())
        {
            ReadOnlySpan<int> steps = plan.Steps.AsSpan(tree.FirstStep, tree.EndStep - tree.FirstStep);
            for (int block = 0; block < blocks; block++)
            {
                double* sums = SumsOf(plan, scratch, blocks, block) + (tree.Output * TLayout.RowCount);
                new ShapKernel<TLanes, TLayout>(plan, tree, ValuesOf(plan, scratch, block), sums, slots).Run(steps);
            }
        }
    }

    private static void CopySums(ShapPlan plan, double* sums, int rows, Span<double> contributions)
    {
        int width = contributions.Length / rows;
        for (int i = 0; i < contributions.Length; i++)
        {
            contributions[i] = sums[(i % width * TLayout.RowCount) + (i / width)] / plan.Divisor;
        }
    }

    // Scratch memory: the values of each block, the sums of each block, the slots of the kernel.
    private static AlignedDoubles Scratch(ShapPlan plan, int blocks)
    {
        long length = ((long)blocks * (ValueDoubles(plan) + SumDoubles(plan))) + ShapKernel<TLanes, TLayout>.ScratchDoubles(plan);
        if (length > MaxScratchDoubles)
        {
            throw new NotSupportedException($"The trees are too deep to be explained: {length * 8 >> 20:N0} MiB of scratch memory, at most {MaxScratchDoubles * 8 >> 20:N0} MiB.");
        }

        AlignedDoubles? kept = _kept;
        if (kept is null || kept.Length < length)
        {
            kept = new AlignedDoubles((int)length);
            _kept = length <= MaxKeptDoubles ? kept : _kept;
        }

        return kept;
    }

    private static int ValueDoubles(ShapPlan plan) => AlignedDoubles.RoundUp(plan.Features.Count * TLayout.RowCount);

    private static int SumDoubles(ShapPlan plan) => AlignedDoubles.RoundUp(plan.Features.Count * plan.OutputCount * TLayout.RowCount);

    private static double* ValuesOf(ShapPlan plan, AlignedDoubles scratch, int block) => scratch.Start + (block * ValueDoubles(plan));

    private static double* SumsOf(ShapPlan plan, AlignedDoubles scratch, int blocks, int block) =>
        scratch.Start + (blocks * ValueDoubles(plan)) + (block * SumDoubles(plan));
}
