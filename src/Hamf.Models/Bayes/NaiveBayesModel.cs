using Hamf.Models.Data;
using Hamf.Models.Linear;

namespace Hamf.Models.Bayes;

/// <summary>
/// Naive Bayes: the log probabilities of the features add up, so every contribution is exact. Missing values and unseen categories add nothing.
/// </summary>
public sealed class NaiveBayesModel : AdditiveModel
{
    internal NaiveBayesModel(IReadOnlyList<FeatureInfo> features, double[] intercepts, AdditiveTerm[] terms, double[] importance)
        : base(features, intercepts, terms, importance)
    {
    }

    /// <inheritdoc/>
    public override string Algorithm => IsMultinomial ? MultinomialBayesTrainer.Name : GaussianBayesTrainer.Name;

    /// <summary>Whether numbers are counts of a multinomial distribution; otherwise each has a normal one. <value>false</value></summary>
    public bool IsMultinomial { get; internal init; }
}
