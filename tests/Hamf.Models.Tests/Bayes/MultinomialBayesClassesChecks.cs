using Hamf.Models.Bayes;
using Hamf.Models.Learning;

namespace Hamf.Models.Tests.Bayes;

public class MultinomialBayesClassesChecks : EstimatorChecks
{
    protected override bool Explains => false;

    protected override Trainer Make(int threads) => new MultinomialBayesTrainer(new MultinomialBayesOptions { Target = TargetKind.Classes });
}
