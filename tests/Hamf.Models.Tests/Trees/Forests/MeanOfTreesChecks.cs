namespace Hamf.Models.Tests.Trees.Forests;

public abstract class MeanOfTreesChecks : EstimatorChecks
{
    // Weighted rows are drawn more often, not by the same draws as copies.
    protected override double WeightTolerance => 0.5;

    protected override double[] RawOf(double[] outputs) => outputs;
}
