using Hamf.Models.Learning;
using Hamf.Models.Trees.Forests;

namespace Hamf.Models.Tests.Trees.Forests;

public class DecisionTreeChecks : EstimatorChecks
{
    protected override double[] RawOf(double[] outputs) => outputs;

    protected override Trainer Make(int threads) => new DecisionTreeTrainer(new DecisionTreeOptions { Threads = threads, MinLeafRows = 20 });
}
