using Hamf.Models.Bayes;
using Hamf.Models.Learning;

namespace Hamf.Models.Tests.Bayes;

public class GaussianBayesChecks : EstimatorChecks
{
    protected override Trainer Make(int threads) => new GaussianBayesTrainer(new GaussianBayesOptions());
}
