using Hamf.Models.Data;
using Hamf.Models.Trees.Explaining.Lanes;

namespace Hamf.Models.Trees.Explaining;

/// <summary>Brings rows into the lanes of a <see cref="ShapKernel{TLanes, TLayout}"/> and its sums back.</summary>
internal static unsafe class ShapRun<TLanes, TLayout>
    where TLanes : unmanaged, ILanes<TLanes>
    where TLayout : ILaneLayout<TLanes>
{
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
        return ShapScratch.Take(length);
    }

    private static int ValueDoubles(ShapPlan plan) => AlignedDoubles.RoundUp(plan.Features.Count * TLayout.RowCount);

    private static int SumDoubles(ShapPlan plan) => AlignedDoubles.RoundUp(plan.Features.Count * plan.OutputCount * TLayout.RowCount);

    private static double* ValuesOf(ShapPlan plan, AlignedDoubles scratch, int block) => scratch.Start + (block * ValueDoubles(plan));

    private static double* SumsOf(ShapPlan plan, AlignedDoubles scratch, int blocks, int block) =>
        scratch.Start + (blocks * ValueDoubles(plan)) + (block * SumDoubles(plan));
}
