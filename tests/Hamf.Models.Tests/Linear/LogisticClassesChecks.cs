using Hamf.Models.Learning;
using Hamf.Models.Linear;

namespace Hamf.Models.Tests.Linear;

public class LogisticClassesChecks : EstimatorChecks
{
    protected override bool Explains => false;

    protected override Trainer Make(int threads) => new LogisticTrainer(new LogisticOptions { Target = TargetKind.Classes });
}
