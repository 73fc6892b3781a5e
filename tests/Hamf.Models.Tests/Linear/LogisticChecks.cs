using Hamf.Models.Learning;
using Hamf.Models.Linear;

namespace Hamf.Models.Tests.Linear;

public class LogisticChecks : EstimatorChecks
{
    protected override Trainer Make(int threads) => new LogisticTrainer(new LogisticOptions());
}
