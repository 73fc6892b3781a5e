using Hamf.Models.Learning;
using Hamf.Models.Trees.Forests;

namespace Hamf.Models.Tests.Trees.Forests;

public class RandomForestChecks : MeanOfTreesChecks
{
    protected override Trainer Make(int threads) => new ForestTrainer(new ForestOptions { Trees = 30, Threads = threads });
}
