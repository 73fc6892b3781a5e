using Hamf.Models.Graph.Bayes;
using Hamf.Models.Numerics;

namespace Hamf.Models.Formats.Sklearn;

/// <summary>Naive Bayes.</summary>
internal static class BayesClasses
{
    public static IEnumerable<KeyValuePair<string, ClassReader>> All =>
    [
        new("sklearn.naive_bayes.GaussianNB", Gaussian),
        new("sklearn.naive_bayes.MultinomialNB", Multinomial),
        new("sklearn.naive_bayes.ComplementNB", Complement),
        new("sklearn.naive_bayes.BernoulliNB", Bernoulli),
        new("sklearn.naive_bayes.CategoricalNB", Categorical),
    ];

    private static GaussianBayes Gaussian(StateReader state) => new(
        ClassLabels.Of(state),
        state.Matrix("theta_"),
        state.Matrix(state.AnyOf("var_", "sigma_")),
        Array.ConvertAll(state.Doubles("class_prior_"), Math.Log));

    private static CountBayes Multinomial(StateReader state) =>
        new("multinomial_naive_bayes", ClassLabels.Of(state), state.Matrix("feature_log_prob_"), state.Doubles("class_log_prior_"), double.NaN);

    // The prior matters only where there is a single class.
    private static CountBayes Complement(StateReader state)
    {
        string[] classes = ClassLabels.Of(state);
        double[] offsets = classes.Length == 1 ? state.Doubles("class_log_prior_") : new double[classes.Length];
        return new CountBayes("complement_naive_bayes", classes, state.Matrix("feature_log_prob_"), offsets, double.NaN);
    }

    // log P(x) = sum over columns of x log p + (1 - x) log(1 - p), with what does not depend on x taken out of the sum.
    private static CountBayes Bernoulli(StateReader state)
    {
        Matrix present = state.Matrix("feature_log_prob_");
        double[] offsets = [.. state.Doubles("class_log_prior_")];
        if (offsets.Length != present.RowCount)
        {
            throw state.Fault($"feature_log_prob_ has {present.RowCount} rows for {offsets.Length} classes");
        }

        var weights = new double[present.Values.Length];
        for (int k = 0; k < present.RowCount; k++)
        {
            double sum = 0;
            for (int i = 0; i < present.ColumnCount; i++)
            {
                double absent = Math.Log(1 - Math.Exp(present[k][i]));
                weights[(k * present.ColumnCount) + i] = present[k][i] - absent;
                sum += absent;
            }

            offsets[k] += sum;
        }

        var matrix = new Matrix(weights, present.RowCount, present.ColumnCount);
        return new CountBayes("bernoulli_naive_bayes", ClassLabels.Of(state), matrix, offsets, state.Double("binarize", double.NaN));
    }

    private static CategoryBayes Categorical(StateReader state) =>
        new(ClassLabels.Of(state), ArrayLists.Matrices(state, "feature_log_prob_"), state.Doubles("class_log_prior_"));
}
