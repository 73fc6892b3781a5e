using Hamf.Models.Learning;
using Hamf.Models.Trees;

namespace Hamf.Models.Tests.Trees;

public class GbdtChecks : EstimatorChecks
{
    // Gradients are rounded at random by row, so a split between near equals may differ.
    protected override double WeightTolerance => 0.02;

    protected override Trainer Make(int threads) => new GbdtTrainer(new GbdtOptions { Trees = 30, Threads = threads });
}
