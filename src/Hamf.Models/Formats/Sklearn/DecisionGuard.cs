using Hamf.Models.Formats.Pickle;
using Hamf.Models.Graph;

namespace Hamf.Models.Formats.Sklearn;

/// <summary>
/// Keeps a model that others ask for its decision value from being asked for probabilities instead: scikit-learn prefers the decision value
/// wherever a class has one.
/// </summary>
internal static class DecisionGuard
{
    /// <summary>Refuses a model whose class has decision values in scikit-learn that its import does not give.</summary>
    /// <param name="state">The model.</param>
    /// <param name="member">What was read of it.</param>
    /// <param name="isAsked">Whether the decision value is what is asked for.</param>
    public static void Check(StateReader state, Estimator member, bool isAsked)
    {
        if (!isAsked || member.DecisionCount > 0)
        {
            return;
        }

        StateReader last = Last(state);
        if (last.Type.Name is "GradientBoostingClassifier" or "HistGradientBoostingClassifier")
        {
            throw last.Fault($"the model around asks this {last.Type.Name} for decision values, which its import does not give");
        }
    }

    private static StateReader Last(StateReader state) => state.Type.Name switch
    {
        "Pipeline" when state.Items("steps") is [.., PyTuple { Items: [_, PyObject last] }] => Last(state.Child(last, "steps[-1]")),
        "GridSearchCV" or "RandomizedSearchCV" => Last(state.Child("best_estimator_")),
        _ => state,
    };
}
