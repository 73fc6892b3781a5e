using Hamf.Models.Learning;
using Hamf.Models.Numerics;

namespace Hamf.Models.Trees.Splitting;

/// <summary>Fills bags with training rows: all of them by weight, or a bootstrap sample. Immutable and thread-safe.</summary>
internal sealed class BagSource
{
    private readonly double[] _targets;
    private readonly bool _isBinary;
    private readonly uint[]? _weights;
    private readonly WeightedDraw? _draw;

    /// <param name="train">The rows.</param>
    /// <param name="target">What they predict.</param>
    /// <param name="isDrawn">Whether <see cref="Draw"/> will be asked.</param>
    public BagSource(TrainingSet train, TargetKind target, bool isDrawn)
    {
        _targets = train.Targets;
        _isBinary = target == TargetKind.Binary;
        RowCount = train.Table.RowCount;
        if (train.Weights is not null)
        {
            _draw = isDrawn ? new WeightedDraw(train.Weights) : null;
            Unit = UnitOf(train.Weights);
            _weights = Array.ConvertAll(train.Weights, weight => weight > 0 ? Math.Max(1, (uint)Math.Round(weight / Unit)) : 0);
            RowWeight = Unit == 1 ? 1 : train.Weights.Sum() / Unit / train.Weights.Count(weight => weight > 0);
        }
    }

    /// <summary>Rows of the training set, and the capacity that a bag needs.</summary>
    public int RowCount { get; }

    /// <summary>What a weight of 1 in a bag of all rows stands for: 1 unless weights are not whole or are very large. <value>1</value></summary>
    public double Unit { get; } = 1;

    /// <summary>The weight in a bag of all rows of what limits call one row: 1, or the mean where weights are not whole. <value>1</value></summary>
    public double RowWeight { get; } = 1;

    /// <summary>Puts every row in that weighs anything.</summary>
    public void FillAll(Bag bag)
    {
        bag.Clear();
        bag.Unit = Unit;
        for (int row = 0; row < RowCount; row++)
        {
            uint weight = _weights is null ? 1 : _weights[row];
            if (weight > 0)
            {
                bag.Add(row, weight, IsPositive(row));
            }
        }
    }

    /// <summary>Puts as many rows in as there are, drawn with replacement in proportion to their weights.</summary>
    /// <param name="bag">Receives them.</param>
    /// <param name="random">Drawn from.</param>
    /// <param name="draws">[rows], overwritten.</param>
    public void Draw(Bag bag, ref SplitMix64 random, int[] draws)
    {
        draws.AsSpan().Clear();
        for (int i = 0; i < RowCount; i++)
        {
            draws[_draw is null ? random.Next(RowCount) : _draw.Next(ref random)]++;
        }

        bag.Clear();
        bag.Unit = 1;
        for (int row = 0; row < RowCount; row++)
        {
            if (draws[row] > 0)
            {
                bag.Add(row, (uint)draws[row], IsPositive(row));
            }
        }
    }

    // Half of what a bag can hold leaves room for rounding up.
    private static double UnitOf(double[] weights)
    {
        double sum = weights.Sum();
        return sum <= Bag.MaxWeight && weights.All(weight => weight == Math.Floor(weight)) ? 1 : sum / (Bag.MaxWeight / 2);
    }

    private bool IsPositive(int row) => _isBinary && _targets[row] == 1;
}
