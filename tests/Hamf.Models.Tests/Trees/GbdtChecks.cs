using Hamf.Models.Learning;
using Hamf.Models.Trees;

namespace Hamf.Models.Tests.Trees;

public class GbdtChecks : EstimatorChecks
{
    protected override Trainer Make(int threads) => new GbdtTrainer(new GbdtOptions { Trees = 30, Threads = threads });
}
