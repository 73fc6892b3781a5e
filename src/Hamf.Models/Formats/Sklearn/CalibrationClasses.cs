using Hamf.Models.Formats.Pickle;
using Hamf.Models.Graph;
using Hamf.Models.Graph.Meta;

namespace Hamf.Models.Formats.Sklearn;

/// <summary>Calibrated models, and those that only move the threshold or stand around another one.</summary>
internal static class CalibrationClasses
{
    // Scores whose positive class is 1 when nobody said otherwise.
    private static readonly string[] PositiveOne = ["f1_score", "fbeta_score", "precision_score", "recall_score", "jaccard_score", "roc_curve", "precision_recall_curve"];

    public static IEnumerable<KeyValuePair<string, ClassReader>> All =>
    [
        new("sklearn.calibration.CalibratedClassifierCV", Calibrated),
        new("sklearn.frozen._frozen.FrozenEstimator", state => ClassCatalog.Read(state.Child("estimator"))),
        new("sklearn.model_selection._classification_threshold.FixedThresholdClassifier", FixedThreshold),
        new("sklearn.model_selection._classification_threshold.TunedThresholdClassifierCV", TunedThreshold),
    ];

    private static CalibratedClassifier Calibrated(StateReader state)
    {
        string[] classes = ClassLabels.Of(state);
        IReadOnlyList<PyValue> items = state.Items("calibrated_classifiers_");
        CalibratedMember[] members = [.. items.Select((item, i) => Member(state.Child(item, $"calibrated_classifiers_[{i}]"), classes))];
        return new CalibratedClassifier(members, classes);
    }

    private static CalibratedMember Member(StateReader state, string[] classes)
    {
        StateReader inner = state.Child(state.AnyOf("estimator", "base_estimator"));
        Estimator estimator = inner.AsEstimator();
        DecisionGuard.Check(inner, estimator, isAsked: true);
        string name = state.AnyOf("calibrators", "calibrators_");
        ScoreCurve[] curves = [.. state.Items(name).Select((item, i) => Curve(state.Child(item, $"{name}[{i}]")))];
        return new CalibratedMember(estimator, curves, classes);
    }

    private static ScoreCurve Curve(StateReader state)
    {
        if (state.Type.Name == "_SigmoidCalibration")
        {
            return new ScoreCurve(state.Double("a_"), state.Double("b_"));
        }

        if (state.Type.Name != "IsotonicRegression")
        {
            throw state.Fault($"calibration by {state.Type.Name} is not supported", "Calibrate with method 'sigmoid' or 'isotonic'");
        }

        // Up to 0.23 the points had other names.
        string scores = state.AnyOf("X_thresholds_", "_necessary_X_");
        bool isSingle = state.Get(scores) is PyArray { Type: { Kind: 'f', ItemSize: 4 } };
        return new ScoreCurve(state.Doubles(scores), state.Doubles(state.AnyOf("y_thresholds_", "_necessary_y_")), isSingle);
    }

    private static ThresholdClassifier FixedThreshold(StateReader state)
    {
        Estimator inner = state.Estimator(state.AnyOf("estimator_", "estimator"));
        bool readsDecision = ReadsDecision(state, inner);
        double threshold = state.Get("threshold") is PyText { Value: "auto" } ? (readsDecision ? 0 : 0.5) : state.Double("threshold");
        string label = state.Find("pos_label") is { } positive ? PyLabels.Print(positive, state.Path) : string.Empty;
        return new ThresholdClassifier(inner, threshold, readsDecision, Position(state, inner, label));
    }

    private static ThresholdClassifier TunedThreshold(StateReader state)
    {
        Estimator inner = state.Estimator("estimator_");
        return new ThresholdClassifier(inner, state.Double("best_threshold_"), ReadsDecision(state, inner), Position(state, inner, ScorerLabel(state)));
    }

    private static bool ReadsDecision(StateReader state, Estimator inner) => state.Text("response_method", "auto") switch
    {
        "predict_proba" => false,
        "decision_function" => true,
        "auto" => !inner.HasProbabilities,
        var other => throw state.Fault($"response_method is '{other}', which is not known"),
    };

    // The positive class of a tuned threshold is the one of the score that it was tuned for.
    private static string ScorerLabel(StateReader state)
    {
        if (state.Find("_curve_scorer") is not PyObject scorer)
        {
            return string.Empty;
        }

        if ((scorer["_kwargs"] as PyDictionary)?["pos_label"] is { } label and not PyNone)
        {
            return PyLabels.Print(label, state.Path);
        }

        return scorer["_score_func"] is PyName { Name: var function } && PositiveOne.Contains(function) ? "1" : string.Empty;
    }

    private static int Position(StateReader state, Estimator inner, string label)
    {
        if (label.Length == 0)
        {
            return 1;
        }

        int position = inner.Classes.ToList().IndexOf(label);
        return position >= 0 ? position : throw state.Fault($"the positive class '{label}' is not one of the model's classes");
    }
}
