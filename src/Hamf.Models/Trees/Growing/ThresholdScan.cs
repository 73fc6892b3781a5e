using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hamf.Models.Trees.Growing;

/// <summary>
/// Finds the bin after which a numeric feature divides a leaf best: the one with the highest
/// T(G_l)^2/(H_l + l2) + T(G_r)^2/(H_r + l2), where T moves a gradient towards 0 by the L1 penalty (Chen and Guestrin 2016, eq. 7).
/// Eight bins at a time where the machine can; the scalar twin gives the same bits.
/// </summary>
internal readonly ref struct ThresholdScan
{
    /// <summary>Longs of working memory that a scan needs.</summary>
    public const int ScratchLength = 3 * Bins;

    private const int Bins = 256;

    private readonly Span<long> _gradients;
    private readonly Span<long> _hessians;
    private readonly Span<long> _rows;
    private readonly int _count;
    private readonly LeafSums _leaf;
    private readonly SplitRules _rules;

    /// <summary>Adds up the left sides.</summary>
    /// <param name="histogram">The leaf's histogram.</param>
    /// <param name="offset">The feature's first bin.</param>
    /// <param name="count">Its value bins, at most 255.</param>
    /// <param name="leaf">The leaf's sums.</param>
    /// <param name="start">What goes left before the first bin.</param>
    /// <param name="rules">What the sides must hold.</param>
    /// <param name="scratch">[<see cref="ScratchLength"/>]</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public ThresholdScan(Histogram histogram, int offset, int count, LeafSums leaf, LeafSums start, SplitRules rules, Span<long> scratch)
    {
        _gradients = scratch[..Bins];
        _hessians = scratch.Slice(Bins, Bins);
        _rows = scratch.Slice(2 * Bins, Bins);
        _count = count;
        _leaf = leaf;
        _rules = rules;
        Span<long> leftGradients = _gradients[..count];
        Span<long> leftHessians = _hessians[..count];
        Span<long> leftRows = _rows[..count];
        ReadOnlySpan<long> gradients = histogram.Gradients.AsSpan(offset, count);
        ReadOnlySpan<long> hessians = histogram.Hessians.AsSpan(offset, count);
        ReadOnlySpan<long> rows = histogram.Rows.AsSpan(offset, count);
        (long gradient, long hessian, long row) = start;
        for (int bin = 0; bin < leftRows.Length; bin++)
        {
            leftGradients[bin] = gradient += gradients[bin];
            leftHessians[bin] = hessian += hessians[bin];
            leftRows[bin] = row += rows[bin];
        }

        // The last vector may reach behind the bins; no rows are never enough.
        _rows[count..].Clear();
    }

    /// <summary>The sums of what goes left when <paramref name="bin"/> is the last to go there.</summary>
    public LeafSums Left(int bin) => new(_gradients[bin], _hessians[bin], _rows[bin]);

    /// <summary>The bin, the first of equals, or -1 where none is better than <paramref name="best"/>.</summary>
    /// <param name="best">The gain, with that of the parent, to be surpassed; receives the new one.</param>
    /// <param name="useVectors">False forces the scalar twin.</param>
    public int FindBest(ref double best, bool useVectors) => useVectors ? FindByEight(ref best) : FindOneByOne(ref best);

    private int FindOneByOne(ref double best)
    {
        LeafFormula formula = _rules.Formula;
        int found = -1;
        for (int bin = 0; bin < _count; bin++)
        {
            LeafSums left = Left(bin);
            if (!_rules.IsLargeEnough(left) || !_rules.IsLargeEnough(_leaf - left))
            {
                continue;
            }

            double gain = formula.GainOf(left, _leaf - left);
            if (gain > best)
            {
                best = gain;
                found = bin;
            }
        }

        return found;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int FindByEight(ref double best)
    {
        LeafFormula formula = _rules.Formula;
        Vector512<long> minRows = Vector512.Create(_rules.MinRows);
        Vector512<long> maxRows = Vector512.Create(_leaf.Rows - _rules.MinRows);
        Vector512<long> minHessian = Vector512.Create(_rules.MinHessian);
        Vector512<long> maxHessian = Vector512.Create(_leaf.Hessian - _rules.MinHessian);
        Vector512<long> leafGradient = Vector512.Create(_leaf.Gradient);
        Vector512<long> leafHessian = Vector512.Create(_leaf.Hessian);
        Vector512<double> highest = Vector512.Create(best);
        Vector512<long> found = Vector512.Create(-1L);
        for (int bin = 0; bin < _count; bin += Vector512<long>.Count)
        {
            Vector512<long> gradient = Vector512.Create<long>(_gradients[bin..]);
            Vector512<long> hessian = Vector512.Create<long>(_hessians[bin..]);
            Vector512<long> rows = Vector512.Create<long>(_rows[bin..]);
            Vector512<long> isAllowed = Vector512.GreaterThanOrEqual(rows, minRows) & Vector512.LessThanOrEqual(rows, maxRows)
                & Vector512.GreaterThanOrEqual(hessian, minHessian) & Vector512.LessThanOrEqual(hessian, maxHessian);
            Vector512<double> gain = formula.GainOf(gradient, hessian, leafGradient - gradient, leafHessian - hessian);
            Vector512<double> isBetter = Vector512.GreaterThan(gain, highest) & isAllowed.AsDouble();
            highest = Vector512.ConditionalSelect(isBetter, gain, highest);
            found = Vector512.ConditionalSelect(isBetter.AsInt64(), Vector512.Create((long)bin), found);
        }

        return FirstOf(highest, found, ref best);
    }

    // Each lane has the first of its own bins; the first of all is that of the lowest number.
    private static int FirstOf(Vector512<double> highest, Vector512<long> found, ref double best)
    {
        int first = -1;
        for (int lane = 0; lane < Vector512<long>.Count; lane++)
        {
            int bin = (int)found[lane] + lane;
            if (found[lane] >= 0 && (highest[lane] > best || (first >= 0 && highest[lane] == best && bin < first)))
            {
                best = highest[lane];
                first = bin;
            }
        }

        return first;
    }
}
