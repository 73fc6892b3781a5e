using Hamf.Models.Trees.Explaining.Lanes;

namespace Hamf.Models.Trees.Explaining;

/// <summary>Explains one row, group by group.</summary>
internal static unsafe class RowRun<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    /// <summary>Writes the contributions of a row, [features x outputs].</summary>
    public static void Explain(ShapPlan plan, RowPlan rows, ReadOnlySpan<double> values, Span<double> contributions)
    {
        int valueDoubles = RowKernel<TLanes>.ValueDoubles(plan);
        int sumDoubles = AlignedDoubles.RoundUp(contributions.Length);
        long kernelDoubles = Math.Max(RowKernel<TLanes>.ScratchDoubles, ShapKernel<TLanes, PointsInLanes<TLanes>>.ScratchDoubles(plan));
        AlignedDoubles scratch = ShapScratch.Take(valueDoubles + sumDoubles + kernelDoubles);
        double* inputs = scratch.Start;
        double* sums = inputs + valueDoubles;
        double* slots = sums + sumDoubles;
        Read(plan, values, inputs);
        new Span<double>(sums, sumDoubles).Clear();
        var kernel = new RowKernel<TLanes>(plan, rows, inputs, sums, slots);
        foreach (ref readonly RowGroup group in rows.Groups.AsSpan())
        {
            if (group.SplitCount > 0)
            {
                kernel.Run(group);
            }
            else
            {
                ref readonly ShapTree tree = ref plan.Trees[group.FirstTree];
                ReadOnlySpan<int> steps = plan.Steps.AsSpan(tree.FirstStep, tree.EndStep - tree.FirstStep);
                new ShapKernel<TLanes, PointsInLanes<TLanes>>(plan, tree, inputs, sums + tree.Output, slots).Run(steps);
            }
        }

        for (int i = 0; i < contributions.Length; i++)
        {
            contributions[i] = sums[i] / plan.Divisor;
        }

        GC.KeepAlive(scratch);
    }

    // Splits at which a missing value goes left read the second half.
    private static void Read(ShapPlan plan, ReadOnlySpan<double> values, double* inputs)
    {
        int count = plan.Features.Count;
        for (int f = 0; f < count; f++)
        {
            double value = plan.Read(f, values[f]);
            inputs[f] = value;
            inputs[count + f] = double.IsNaN(value) ? double.NegativeInfinity : value;
        }
    }
}
