using Hamf.Models.Learning;
using Hamf.Models.Trees.Forests;

namespace Hamf.Models.Tests.Trees.Forests;

public class ClassForestChecks : MeanOfTreesChecks
{
    protected override Trainer Make(int threads) =>
        new ForestTrainer(new ForestOptions { Target = TargetKind.Classes, Trees = 20, Threads = threads, Balance = ClassBalance.Balanced });
}
