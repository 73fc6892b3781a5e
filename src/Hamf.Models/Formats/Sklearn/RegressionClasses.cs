using Hamf.Models.Formats.Pickle;
using Hamf.Models.Graph.Linear;

namespace Hamf.Models.Formats.Sklearn;

/// <summary>Linear regressors: all of them end in weights and an intercept.</summary>
internal static class RegressionClasses
{
    private static readonly string[] Plain =
    [
        "_base.LinearRegression", "_ridge.Ridge", "_ridge.RidgeCV", "_stochastic_gradient.SGDRegressor",
        "_coordinate_descent.Lasso", "_coordinate_descent.LassoCV", "_coordinate_descent.ElasticNet", "_coordinate_descent.ElasticNetCV",
        "_least_angle.Lars", "_least_angle.LarsCV", "_least_angle.LassoLars", "_least_angle.LassoLarsCV", "_least_angle.LassoLarsIC",
        "_omp.OrthogonalMatchingPursuit", "_omp.OrthogonalMatchingPursuitCV", "_bayes.BayesianRidge", "_bayes.ARDRegression",
        "_huber.HuberRegressor", "_theil_sen.TheilSenRegressor", "_quantile.QuantileRegressor", "_passive_aggressive.PassiveAggressiveRegressor",
    ];

    public static IEnumerable<KeyValuePair<string, ClassReader>> All =>
    [
        .. Plain.Select(name => KeyValuePair.Create<string, ClassReader>($"sklearn.linear_model.{name}", state => Read(state, false))),
        new("sklearn.svm._classes.LinearSVR", state => Read(state, false)),
        new("sklearn.linear_model._glm.glm.PoissonRegressor", state => Read(state, true)),
        new("sklearn.linear_model._glm.glm.GammaRegressor", state => Read(state, true)),
        new("sklearn.linear_model._glm.glm.TweedieRegressor", state => Read(state, IsLogLink(state))),
        new("sklearn.linear_model._ransac.RANSACRegressor", state => ClassCatalog.Read(state.Child("estimator_"))),
    ];

    private static LinearRegressor Read(StateReader state, bool isExponential)
    {
        if (state.Find("coef_") is PyArray { Shape: [> 1, _] })
        {
            throw ClassLabels.SeveralTargets(state);
        }

        return new LinearRegressor("linear_regression", LinearClasses.Sums(state), isExponential);
    }

    // 'auto' takes the logarithm for every distribution that has no negative numbers.
    private static bool IsLogLink(StateReader state) => state.Text("link", "auto") switch
    {
        "log" => true,
        "identity" => false,
        "auto" => state.Double("power") > 0,
        var other => throw state.Fault($"link is '{other}', which is not known"),
    };
}
