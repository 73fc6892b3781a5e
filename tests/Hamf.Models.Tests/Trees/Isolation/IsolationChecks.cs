using Hamf.Models.Learning;
using Hamf.Models.Trees.Isolation;

namespace Hamf.Models.Tests.Trees.Isolation;

public class IsolationChecks : EstimatorChecks
{
    protected override bool LearnsTargets => false;

    protected override bool DrawsRows => true;

    // Samples of weights and of copies: 0.006 on average; without weights 0.020.
    protected override double WeightTolerance => 0.008;

    protected override Trainer Make(int threads) => new IsolationTrainer(new IsolationOptions { Trees = 300, Threads = threads });

    protected override double[] RawOf(double[] outputs) => Array.ConvertAll(outputs, o => -Math.Log2(o));
}
