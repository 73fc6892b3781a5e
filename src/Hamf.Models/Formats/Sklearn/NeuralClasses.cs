using Hamf.Models.Graph.Neural;

namespace Hamf.Models.Formats.Sklearn;

/// <summary>Multi-layer perceptrons.</summary>
internal static class NeuralClasses
{
    public static IEnumerable<KeyValuePair<string, ClassReader>> All =>
    [
        new("sklearn.neural_network._multilayer_perceptron.MLPClassifier", Classifier),
        new("sklearn.neural_network._multilayer_perceptron.MLPRegressor", Regressor),
    ];

    private static NeuralClassifier Classifier(StateReader state)
    {
        NeuralNetwork network = Network(state);
        string[] classes = ClassLabels.OfEncoder(state, "_label_binarizer");
        return new NeuralClassifier(network, classes);
    }

    private static NeuralRegressor Regressor(StateReader state)
    {
        NeuralNetwork network = Network(state);
        return network.OutputCount == 1 ? new NeuralRegressor(network) : throw ClassLabels.SeveralTargets(state);
    }

    private static NeuralNetwork Network(StateReader state) => new(
        ArrayLists.Matrices(state, "coefs_"),
        ArrayLists.Vectors(state, "intercepts_"),
        Named(state, "activation"),
        Named(state, "out_activation_"));

    private static Activation Named(StateReader state, string name) => state.Text(name) switch
    {
        "identity" => Activation.Identity,
        "relu" => Activation.Rectifier,
        "tanh" => Activation.Tanh,
        "logistic" => Activation.Logistic,
        "softmax" => Activation.Softmax,
        var other => throw state.Fault($"{name} is '{other}', which is not known"),
    };
}
