namespace Hamf.Models.Tests.Trees.Forests;

public abstract class MeanOfTreesChecks : EstimatorChecks
{
    protected override bool DrawsRows => true;

    protected override double WeightTolerance => 0.12;

    protected override double[] RawOf(double[] outputs) => outputs;
}
