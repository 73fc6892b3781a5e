using Hamf.Models.Learning;
using Hamf.Models.Trees.Boosting;

namespace Hamf.Models.Tests.Trees.Boosting;

public class AdaBoostChecks : EstimatorChecks
{
    // Bins are learned from rows whatever they weigh; AdaBoostTests has weights and copies of values with bins of their own.
    protected override double WeightTolerance => 1;

    protected override Trainer Make(int threads) => new AdaBoostTrainer(new AdaBoostOptions { Trees = 30, Threads = threads });
}
