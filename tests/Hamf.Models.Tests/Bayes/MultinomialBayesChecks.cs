using Hamf.Models.Bayes;
using Hamf.Models.Learning;

namespace Hamf.Models.Tests.Bayes;

public class MultinomialBayesChecks : EstimatorChecks
{
    protected override Trainer Make(int threads) => new MultinomialBayesTrainer(new MultinomialBayesOptions());
}
