using Hamf.Models.Formats.Pickle;
using Hamf.Models.Graph.Kernels;

namespace Hamf.Models.Formats.Sklearn;

/// <summary>Support vector machines of libsvm.</summary>
internal static class KernelClasses
{
    public static IEnumerable<KeyValuePair<string, ClassReader>> All =>
    [
        new("sklearn.svm._classes.SVC", Classifier),
        new("sklearn.svm._classes.NuSVC", Classifier),
        new("sklearn.svm._classes.SVR", state => new KernelRegressor(Sum(state))),
        new("sklearn.svm._classes.NuSVR", state => new KernelRegressor(Sum(state))),
        new("sklearn.svm._classes.OneClassSVM", state => new KernelNovelty(Sum(state))),
    ];

    // The attributes with an underscore in front keep libsvm's signs also for two classes.
    private static SvmClassifier Classifier(StateReader state)
    {
        string[] classes = ClassLabels.Of(state);
        var machine = new PairMachine(
            Vectors(state),
            state.Ints(state.AnyOf("_n_support", "n_support_")),
            SparseState.Dense(state, "_dual_coef_"),
            state.Doubles("_intercept_"));
        bool hasProbabilities = state.Flag("probability", false);
        return new SvmClassifier(
            machine,
            classes,
            hasProbabilities ? state.Doubles(state.AnyOf("_probA", "probA_")) : [],
            hasProbabilities ? state.Doubles(state.AnyOf("_probB", "probB_")) : [],
            state.Text("decision_function_shape", "ovr") == "ovr",
            state.Flag("break_ties", false));
    }

    private static KernelSum Sum(StateReader state)
    {
        double[] weights = SparseState.Dense(state, "_dual_coef_").Values;
        double[] intercepts = state.Doubles("_intercept_");
        return intercepts.Length == 1
            ? new KernelSum(Vectors(state), weights, intercepts[0])
            : throw state.Fault($"_intercept_ holds {intercepts.Length} numbers; one was expected");
    }

    private static SupportVectors Vectors(StateReader state)
    {
        Kernel kernel = KernelOf(state);
        return SparseState.IsSparse(state, "support_vectors_")
            ? new SupportVectors(kernel, SparseState.Rows(state, "support_vectors_"))
            : new SupportVectors(kernel, state.Matrix("support_vectors_"));
    }

    private static Kernel KernelOf(StateReader state)
    {
        string name = state.Get("kernel") is PyText text
            ? text.Value
            : throw state.Fault($"the kernel is a function of its own ({state.Get("kernel").Describe()}), which is not run", "Train with kernel 'linear', 'poly', 'rbf' or 'sigmoid'");
        KernelKind kind = name switch
        {
            "linear" => KernelKind.Linear,
            "poly" => KernelKind.Polynomial,
            "rbf" => KernelKind.Radial,
            "sigmoid" => KernelKind.Sigmoid,
            "precomputed" => throw state.Fault("the kernel is 'precomputed': the model reads distances, not rows", "Train with kernel 'linear', 'poly', 'rbf' or 'sigmoid'"),
            _ => throw state.Fault($"the kernel is '{name}', which is not known"),
        };
        return new Kernel(kind, state.Double("_gamma"), state.Double("coef0", 0), kind == KernelKind.Polynomial ? state.Int("degree") : 0);
    }
}
