using Hamf.Models.Learning;
using Hamf.Models.Linear;

namespace Hamf.Models.Bayes;

/// <summary>
/// Log probabilities of classes as raw outputs: for a binary target those of class 1 less those of class 0, otherwise one per class.
/// </summary>
internal sealed class BayesOutputs(TrainingSet train, TargetKind target)
{
    /// <summary>Number of classes.</summary>
    public int ClassCount { get; } = target == TargetKind.Binary ? 2 : TrainingSetCheck.ClassCount(train);

    /// <summary>Number of raw outputs.</summary>
    public int Count => target == TargetKind.Binary ? 1 : ClassCount;

    /// <summary>The log shares of the classes. A class without rows ends far below the others instead of at minus infinity.</summary>
    public double[] Priors()
    {
        double[] totals = train.ClassTotals(ClassCount);
        double sum = totals.Sum();
        return FromClasses(k => Math.Log(Math.Max(totals[k] / sum, 1e-12)));
    }

    /// <summary>The raw outputs, [outputs], of what is a number per class.</summary>
    public double[] FromClasses(Func<int, double> ofClass) =>
        Count == 1 ? [ofClass(1) - ofClass(0)] : Enumerable.Range(0, Count).Select(ofClass).ToArray();

    /// <summary>A term with a log probability per category; a missing value adds nothing.</summary>
    public LinearTerms CategoryTerm(int categories, Func<int, int, double> ofClassAndCategory) => new(
        Mean: 0,
        Scale: 1,
        [.. Enumerable.Range(0, categories).SelectMany(c => FromClasses(k => ofClassAndCategory(k, c))), .. new double[Count]],
        new double[Count]);
}
