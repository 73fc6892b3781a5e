using Hamf.Models.Learning;
using Hamf.Models.Linear;

namespace Hamf.Models.Tests.Linear;

public class LogisticSparseChecks : EstimatorChecks
{
    protected override Trainer Make(int threads) => new LogisticTrainer(new LogisticOptions { L1 = 0.5, L2 = 0.1, BalanceClasses = true });
}
