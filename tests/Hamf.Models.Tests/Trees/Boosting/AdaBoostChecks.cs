using Hamf.Models.Learning;
using Hamf.Models.Trees.Boosting;

namespace Hamf.Models.Tests.Trees.Boosting;

public class AdaBoostChecks : EstimatorChecks
{
    protected override Trainer Make(int threads) => new AdaBoostTrainer(new AdaBoostOptions { Trees = 30, Threads = threads });
}
