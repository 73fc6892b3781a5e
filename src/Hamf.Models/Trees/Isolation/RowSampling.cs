using Hamf.Models.Learning;
using Hamf.Models.Numerics;

namespace Hamf.Models.Trees.Isolation;

/// <summary>
/// Draws the rows of a tree: without replacement where all weigh the same; otherwise in proportion to weights, with replacement, as copies of
/// rows would be drawn. Immutable and thread-safe.
/// </summary>
internal sealed class RowSampling(TrainingSet train, int wanted)
{
    private readonly WeightedDraw? _draw = train.Weights is null ? null : new WeightedDraw(train.Weights);

    /// <summary>The values of the rows drawn, [rows][features].</summary>
    public double[][] Draw(ref SplitMix64 random)
    {
        int[] rows = _draw is null ? DrawDistinct(ref random) : new int[Math.Min(wanted, _draw.PositiveCount)];
        for (int i = 0; i < rows.Length && _draw is not null; i++)
        {
            rows[i] = _draw.Next(ref random);
        }

        return Array.ConvertAll(rows, row =>
        {
            var values = new double[train.Table.Features.Count];
            train.Table.CopyRow(row, values);
            return values;
        });
    }

    // Floyd's method (Bentley and Floyd 1987): every set of rows is equally likely, and no row is looked at that is not drawn.
    private int[] DrawDistinct(ref SplitMix64 random)
    {
        int count = train.Table.RowCount;
        int drawn = Math.Min(wanted, count);
        var rows = new SortedSet<int>();
        for (int last = count - drawn; last < count; last++)
        {
            if (!rows.Add(random.Next(last + 1)))
            {
                rows.Add(last);
            }
        }

        return [.. rows];
    }
}
