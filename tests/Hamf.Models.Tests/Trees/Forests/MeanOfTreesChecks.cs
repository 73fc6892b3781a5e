namespace Hamf.Models.Tests.Trees.Forests;

public abstract class MeanOfTreesChecks : EstimatorChecks
{
    protected override bool DrawsRows => true;

    // Bootstrap of weights and of copies: 0.024 to 0.027 on average; without weights 0.23.
    protected override double WeightTolerance => 0.04;

    protected override double[] RawOf(double[] outputs) => outputs;
}
