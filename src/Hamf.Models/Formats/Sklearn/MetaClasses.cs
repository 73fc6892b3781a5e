using Hamf.Models.Formats.Pickle;
using Hamf.Models.Graph;
using Hamf.Models.Graph.Meta;

namespace Hamf.Models.Formats.Sklearn;

/// <summary>Models made of models that share one vote: voting, stacking, bagging, boosting.</summary>
internal static class MetaClasses
{
    public static IEnumerable<KeyValuePair<string, ClassReader>> All =>
    [
        new("sklearn.ensemble._voting.VotingClassifier", Voting),
        new("sklearn.ensemble._voting.VotingRegressor", state => new MeanRegressor(Members(state), VotingWeights(state))),
        new("sklearn.ensemble._stacking.StackingClassifier", state => Stacking(state, ClassLabels.Of(state))),
        new("sklearn.ensemble._stacking.StackingRegressor", state => Stacking(state, [])),
        new("sklearn.ensemble._bagging.BaggingClassifier", Bagging),
        new("sklearn.ensemble._bagging.BaggingRegressor", state => new BaggedRegressor(Width(state), Members(state), Picks(state))),
        new("sklearn.ensemble._weight_boosting.AdaBoostClassifier", Boosting),
        new("sklearn.ensemble._weight_boosting.AdaBoostRegressor", state => new MedianRegressor(Members(state), BoostingWeights(state))),
    ];

    /// <summary>The fitted models in an attribute.</summary>
    public static Estimator[] Members(StateReader state, string name = "estimators_")
    {
        IReadOnlyList<PyValue> items = state.Items(name);
        return [.. items.Select((item, i) => state.Child(item, $"{name}[{i}]").AsEstimator())];
    }

    private static Estimator Voting(StateReader state)
    {
        string[] classes = ClassLabels.OfEncoder(state, "le_");
        return state.Text("voting") == "soft"
            ? new SoftVoting(Members(state), VotingWeights(state), classes)
            : new HardVoting(Members(state), VotingWeights(state), classes);
    }

    // The weights are those of the list given for training, in which models may have been dropped.
    private static double[] VotingWeights(StateReader state)
    {
        int kept = state.Items("estimators_").Count;
        if (!state.Has("weights"))
        {
            return [.. Enumerable.Repeat(1.0, kept)];
        }

        double[] weights = state.Doubles("weights");
        IReadOnlyList<PyValue> given = state.Items("estimators");
        return [.. weights.Where((_, i) => i >= given.Count || given[i] is not PyTuple { Items: [_, PyNone or PyText { Value: "drop" }] })];
    }

    private static StackedEstimator Stacking(StateReader state, string[] classes)
    {
        Estimator[] members = Members(state);
        StackMethod[] methods = [.. state.Items("stack_method_").Where(m => m is not PyNone).Select(m => Method(state, m))];
        for (int i = 0; i < Math.Min(members.Length, methods.Length); i++)
        {
            DecisionGuard.Check(state.Child(state.Items("estimators_")[i], $"estimators_[{i}]"), members[i], methods[i] == StackMethod.Decision);
        }

        return new StackedEstimator(
            state.Int("n_features_in_", PartCheck.CommonWidth(members)),
            members,
            methods,
            state.Flag("passthrough", false),
            state.Estimator("final_estimator_"),
            classes);
    }

    private static StackMethod Method(StateReader state, PyValue name) => name switch
    {
        PyText { Value: "predict_proba" } => StackMethod.Probabilities,
        PyText { Value: "decision_function" } => StackMethod.Decision,
        PyText { Value: "predict" } => StackMethod.Prediction,
        _ => throw state.Fault($"stack_method_ holds {name.Describe()}, which is not known"),
    };

    private static BaggedClassifier Bagging(StateReader state) => new(Width(state), Members(state), Picks(state), ClassLabels.Of(state));

    private static int Width(StateReader state) => state.Int(state.AnyOf("n_features_in_", "n_features_", "_n_features"));

    private static ColumnPick[] Picks(StateReader state)
    {
        int width = Width(state);
        return Array.ConvertAll(ArrayLists.Vectors(state, "estimators_features_"), columns => new ColumnPick(
            Array.ConvertAll(columns, c => c >= 0 && c < width && c == Math.Truncate(c) ? (int)c : throw state.Fault($"a model reads column {c} of {width}")),
            width));
    }

    // SAMME.R was the default up to 1.5 and is gone since 1.8; what SAMME gives to the other classes came in 1.3.
    private static BoostedClassifier Boosting(StateReader state)
    {
        BoostedVote vote = state.Text("algorithm", "SAMME") == "SAMME.R" ? BoostedVote.Real
            : state.Version is var version && (version.Major > 1 || version is { Major: 1, Minor: >= 3 }) ? BoostedVote.Balanced
            : BoostedVote.OneSided;
        return new BoostedClassifier(Members(state), BoostingWeights(state), ClassLabels.Of(state), vote);
    }

    // The array has room for the models that were asked for; training may have stopped before.
    private static double[] BoostingWeights(StateReader state)
    {
        double[] weights = state.Doubles("estimator_weights_");
        int members = state.Items("estimators_").Count;
        return weights.Length > members ? weights[..members] : weights;
    }
}
