using Hamf.Models.Graph;
using Hamf.Models.Graph.Meta;

namespace Hamf.Models.Formats.Sklearn;

/// <summary>Several classes from models of two, and what predicts several targets, which is refused.</summary>
internal static class MultiClasses
{
    public static IEnumerable<KeyValuePair<string, ClassReader>> All =>
    [
        new("sklearn.multiclass.OneVsRestClassifier", state =>
            new OneVsRestEstimator(MetaClasses.Members(state), ClassLabels.OfEncoder(state, "label_binarizer_"))),
        new("sklearn.multiclass.OneVsOneClassifier", state => new OneVsOneEstimator(MetaClasses.Members(state), ClassLabels.Of(state))),
        new("sklearn.multiclass.OutputCodeClassifier", OutputCode),
        new("sklearn.multioutput.MultiOutputClassifier", SeveralTargets),
        new("sklearn.multioutput.MultiOutputRegressor", SeveralTargets),
        new("sklearn.multioutput.ClassifierChain", SeveralTargets),
        new("sklearn.multioutput.RegressorChain", SeveralTargets),
    ];

    private static GraphPart OutputCode(StateReader state) =>
        throw state.Fault("OutputCodeClassifier, which codes its classes at random, is not supported", "Train a OneVsRestClassifier instead");

    private static GraphPart SeveralTargets(StateReader state) => throw ClassLabels.SeveralTargets(state);
}
