namespace Hamf.Simulator;

/// <summary>Draws an index with given weights. Immutable.</summary>
internal sealed class WeightedChoice
{
    private readonly double[] _cumulative;

    public WeightedChoice(IEnumerable<double> weights)
    {
        double sum = 0;
        _cumulative = weights.Select(w => sum += w).ToArray();
    }

    /// <summary>The sum of all weights.</summary>
    public double Total => _cumulative[^1];

    public int Draw(SeededRandom random)
    {
        int index = Array.BinarySearch(_cumulative, random.Uniform() * Total);

        // An exact hit on a bound belongs to the next interval.
        return Math.Min(index < 0 ? ~index : index + 1, _cumulative.Length - 1);
    }
}
