using Hamf.Models.Formats;
using Hamf.Models.Formats.Pickle;
using Hamf.Models.Formats.Sklearn;
using Hamf.Models.Graph;

namespace Hamf.Models.Tests.Formats.Sklearn;

/// <summary>What is refused, and in which words; and that damaged state never becomes a model.</summary>
public sealed class PredictorRefusalTests
{
    private const int Variants = 40;

    public static TheoryData<string> Models() => [.. PredictorClassesTests.Fixtures().Select(row => row.Data).Where(name => !name.Contains('.', StringComparison.Ordinal))];

    [Theory]
    [InlineData("unfitted", "saved before training")]
    [InlineData("dummy-random", "draws its answers at random")]
    [InlineData("own-kernel", "function of its own")]
    [InlineData("precomputed", "reads distances, not rows")]
    [InlineData("output-code", "OutputCodeClassifier")]
    [InlineData("several-outputs", "several targets at once")]
    [InlineData("several-targets", "several targets at once")]
    [InlineData("several-numbers", "several targets at once")]
    [InlineData("multilabel", "several targets at once")]
    [InlineData("knn-own-weights", "neighbours are weighed by")]
    [InlineData("knn-own-distance", "distance 'canberra'")]
    public void Models_that_cannot_be_imported_are_refused_in_words(string name, string words)
    {
        var refused = Assert.Throws<ImportException>(() => ImportedModels.Part($"predictors/refused-{name}.pkl"));

        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("logistic", "coef_", "weights: number 0 is missing")]
    [InlineData("linear-svc-3", "intercept_", "intercepts: number 0 is missing")]
    [InlineData("svc-rbf", "support_vectors_", "support vectors: number 0 is missing")]
    [InlineData("svc-poly-3", "_dual_coef_", "dual coefficients: number 0 is missing")]
    [InlineData("gaussian-bayes", "theta_", "means: number 0 is missing")]
    [InlineData("multinomial-bayes", "feature_log_prob_", "log probabilities: number 0 is missing")]
    [InlineData("knn", "_fit_X", "training rows: number 0 is missing")]
    [InlineData("quadratic-discriminant", "means_", "means: number 0 is missing")]
    [InlineData("adaboost", "estimator_weights_", "weights of models: number 0 is missing")]
    public void Numbers_that_are_not_finite_are_refused(string name, string attribute, string words)
    {
        PyObject model = Read(name);
        model[attribute].SetFirst(double.NaN);

        AssertRefused(model, words);
    }

    [Theory]
    [InlineData("logistic", "intercept_", "intercepts: there are 7, 1 were expected")]
    [InlineData("logistic-3", "coef_", "intercepts: there are 3, 1 were expected")]
    [InlineData("svc-poly-3", "_n_support", "rows of dual coefficients")]
    [InlineData("svc-rbf", "_intercept_", "intercepts")]
    [InlineData("svc-rbf", "_probA", "probability curves")]
    [InlineData("gaussian-bayes", "class_prior_", "log priors")]
    [InlineData("multinomial-bayes", "class_log_prior_", "log priors")]
    [InlineData("knn", "_y", "classes of training rows")]
    [InlineData("voting-soft", "weights", "weights of models")]
    [InlineData("adaboost", "estimator_weights_", "weights of models")]
    public void Sizes_that_do_not_fit_are_refused(string name, string attribute, string words)
    {
        PyObject model = Read(name);
        model.Set(attribute, PyState.Numbers(attribute is "coef_" ? [1, 5] : [7], Enumerable.Repeat(1.0, attribute is "coef_" ? 5 : 7)));

        AssertRefused(model, words);
    }

    [Theory]
    [InlineData("logistic")]
    [InlineData("linear-svc-3")]
    [InlineData("svc-rbf")]
    [InlineData("gaussian-bayes-3")]
    [InlineData("quadratic-discriminant")]
    [InlineData("one-vs-one")]
    [InlineData("adaboost-3")]
    [InlineData("calibrated-isotonic-3")]
    public void A_class_too_many_or_twice_is_refused(string name)
    {
        PyObject model = Read(name);
        model.Set("classes_", new PyList([new PyText("a"), new PyText("b"), new PyText("c"), new PyText("d")]));
        AssertRefused(model, string.Empty);

        model.Set("classes_", new PyList([new PyText("a"), new PyText("a")]));
        AssertRefused(model, string.Empty);
    }

    // Any one attribute of any object gone or of another type: a model or an ImportException, nothing else.
    [Theory]
    [MemberData(nameof(Models))]
    public void State_with_an_attribute_changed_is_read_or_refused(string name)
    {
        byte[] content = File.ReadAllBytes(ImportedModels.PathOf($"predictors/{name}.pkl"));
        int attributes = PyState.Attributes(Read(content)).Count;
        for (int i = 0; i < attributes; i += Math.Max(1, attributes / Variants))
        {
            foreach (PyValue value in PyState.Wrong)
            {
                PyObject model = Read(content);
                (PyObject owner, string attribute) = PyState.Attributes(model)[i];
                owner.Set(attribute, value);
                TryPredict(model);
            }
        }
    }

    private static void TryPredict(PyObject model)
    {
        try
        {
            var estimator = (Estimator)ClassCatalog.Read(new StateReader(model, string.Empty));
            var row = new RowVector();
            row.ResetDense(estimator.InputWidth);
            row.Numbers.Fill(0.5);
            double predicted = estimator.Predict(row, new Workspace());
            Assert.True(estimator.Classes.Count == 0 || (predicted >= 0 && predicted < estimator.Classes.Count));
        }
        catch (ImportException e)
        {
            Assert.EndsWith(".", e.Message, StringComparison.Ordinal);
        }
        catch (RowRefusedException)
        {
            // The row may be refused: the model was read.
        }
    }

    private static void AssertRefused(PyObject model, string words)
    {
        var refused = Assert.Throws<ImportException>(() => ClassCatalog.Read(new StateReader(model, string.Empty)));

        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
    }

    private static PyObject Read(string name) => Read(File.ReadAllBytes(ImportedModels.PathOf($"predictors/{name}.pkl")));

    private static PyObject Read(byte[] content) => (PyObject)PickleFile.Read(content, new PickleLimits());
}
