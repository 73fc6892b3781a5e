using Hamf.Models.Learning;
using Hamf.Models.Trees.Boosting;

namespace Hamf.Models.Tests.Trees.Boosting;

public class ClassAdaBoostChecks : EstimatorChecks
{
    protected override bool IsShare => true;

    protected override Trainer Make(int threads) =>
        new AdaBoostTrainer(new AdaBoostOptions { Target = TargetKind.Classes, Trees = 30, MaxDepth = 2, LearningRate = 0.5, Threads = threads });
}
