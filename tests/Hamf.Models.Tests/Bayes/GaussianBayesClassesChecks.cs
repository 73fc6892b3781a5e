using Hamf.Models.Bayes;
using Hamf.Models.Learning;

namespace Hamf.Models.Tests.Bayes;

public class GaussianBayesClassesChecks : EstimatorChecks
{
    protected override bool Explains => false;

    protected override Trainer Make(int threads) => new GaussianBayesTrainer(new GaussianBayesOptions { Target = TargetKind.Classes });
}
