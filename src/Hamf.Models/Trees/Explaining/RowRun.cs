using Hamf.Models.Trees.Explaining.Lanes;

namespace Hamf.Models.Trees.Explaining;

/// <summary>Explains one row, group by group.</summary>
internal static unsafe class RowRun
{
    /// <summary>Writes the contributions of a row, [features x outputs].</summary>
    public static void Explain(ShapPlan plan, RowPlan rows, ReadOnlySpan<double> values, Span<double> contributions)
    {
        int valueDoubles = RowKernel<EightLanes>.ValueDoubles(plan);
        int sumDoubles = AlignedDoubles.RoundUp(contributions.Length);

        // The widest vectors need the most.
        long kernelDoubles = Math.Max(RowKernel<EightLanes>.ScratchDoubles, ShapKernel<EightLanes, PointsInLanes<EightLanes>>.ScratchDoubles(plan));
        AlignedDoubles scratch = ShapScratch.Take(valueDoubles + sumDoubles + kernelDoubles);
        double* inputs = scratch.Start;
        double* sums = inputs + valueDoubles;
        double* slots = sums + sumDoubles;
        Read(plan, values, inputs);
        new Span<double>(sums, sumDoubles).Clear();
        foreach (ref readonly RowGroup group in rows.Groups.AsSpan())
        {
            switch (group.Lanes)
            {
                case 8:
                    Add<EightLanes>(plan, rows, group, inputs, sums, slots);
                    break;
                case 4:
                    Add<FourLanes>(plan, rows, group, inputs, sums, slots);
                    break;
                case 2:
                    Add<TwoLanes>(plan, rows, group, inputs, sums, slots);
                    break;
                default:
                    Add<OneLane>(plan, rows, group, inputs, sums, slots);
                    break;
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

    private static void Add<TLanes>(ShapPlan plan, RowPlan rows, in RowGroup group, double* inputs, double* sums, double* slots)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        if (group.SplitCount > 0)
        {
            new RowKernel<TLanes>(plan, rows, inputs, sums, slots).Run(group);
            return;
        }

        ref readonly ShapTree tree = ref plan.Trees[group.FirstTree];
        ReadOnlySpan<int> steps = plan.Steps.AsSpan(tree.FirstStep, tree.EndStep - tree.FirstStep);
        new ShapKernel<TLanes, PointsInLanes<TLanes>>(plan, tree, inputs, sums + tree.Output, slots).Run(steps);
    }
}
