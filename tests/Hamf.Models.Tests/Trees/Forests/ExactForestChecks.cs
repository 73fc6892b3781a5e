using Hamf.Models.Learning;
using Hamf.Models.Trees.Forests;

namespace Hamf.Models.Tests.Trees.Forests;

public class ExactForestChecks : MeanOfTreesChecks
{
    protected override Trainer Make(int threads) =>
        new ForestTrainer(new ForestOptions { Trees = 20, Threads = threads, ExactValues = true, Balance = ClassBalance.BalancedPerTree });
}
