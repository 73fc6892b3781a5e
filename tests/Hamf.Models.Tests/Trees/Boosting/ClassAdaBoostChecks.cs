using Hamf.Models.Learning;
using Hamf.Models.Trees.Boosting;

namespace Hamf.Models.Tests.Trees.Boosting;

public class ClassAdaBoostChecks : EstimatorChecks
{
    // Bins are learned from rows whatever they weigh; AdaBoostTests has weights and copies of values with bins of their own.
    protected override double WeightTolerance => 1;

    protected override bool Explains => false;

    protected override Trainer Make(int threads) =>
        new AdaBoostTrainer(new AdaBoostOptions { Target = TargetKind.Classes, Trees = 30, MaxDepth = 2, LearningRate = 0.5, Threads = threads });
}
