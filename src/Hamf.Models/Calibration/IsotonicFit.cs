namespace Hamf.Models.Calibration;

/// <summary>
/// Fits the rising curve that is nearest to the labels in weighted squares, by pooling neighbours that are in the wrong order (Ayer et al.
/// 1955). Rows of the same score are one point.
/// </summary>
internal static class IsotonicFit
{
    /// <summary>The curve, with the two ends of each pool as its points.</summary>
    public static IsotonicCurve Fit(double[] scores, double[] labels, double[] weights)
    {
        int[] order = Enumerable.Range(0, scores.Length).OrderBy(row => scores[row]).ToArray();
        var pools = new Stack<Pool>();
        foreach (int row in order)
        {
            Pool pool = new(scores[row], scores[row], weights[row], weights[row] * labels[row]);
            if (pools.TryPeek(out Pool same) && same.Last == pool.First && same.First == same.Last)
            {
                pools.Push(pools.Pop().Join(pool));
            }
            else
            {
                pools.Push(pool);
            }
        }

        return Draw(Merge(pools.Reverse()));
    }

    private static IEnumerable<Pool> Merge(IEnumerable<Pool> points)
    {
        var pools = new Stack<Pool>();
        foreach (Pool point in points)
        {
            Pool pool = point;
            while (pools.TryPeek(out Pool before) && before.Mean >= pool.Mean)
            {
                pool = pools.Pop().Join(pool);
            }

            pools.Push(pool);
        }

        return pools.Reverse();
    }

    private static IsotonicCurve Draw(IEnumerable<Pool> pools)
    {
        var scores = new List<double>();
        var probabilities = new List<double>();
        foreach (Pool pool in pools)
        {
            scores.Add(pool.First);
            probabilities.Add(pool.Mean);
            if (pool.Last > pool.First)
            {
                scores.Add(pool.Last);
                probabilities.Add(pool.Mean);
            }
        }

        return new IsotonicCurve([.. scores], [.. probabilities]);
    }

    private readonly record struct Pool(double First, double Last, double Weight, double Positives)
    {
        // Weights that are no whole numbers may add up to a hair above their sum.
        public double Mean => Math.Min(1, Positives / Weight);

        public Pool Join(Pool next) => new(First, next.Last, Weight + next.Weight, Positives + next.Positives);
    }
}
