using Hamf.Models.Learning;
using Hamf.Models.Trees.Forests;

namespace Hamf.Models.Tests.Trees.Forests;

public class ExactExtraTreesChecks : MeanOfTreesChecks
{
    // Every tree learns from all rows.
    protected override bool DrawsRows => false;

    protected override double WeightTolerance => 1e-6;

    protected override Trainer Make(int threads) =>
        new ForestTrainer(ForestOptions.ExtraTrees with { Trees = 20, Threads = threads, ExactValues = true });
}
