namespace Hamf.Models.Graph.Neural;

/// <summary>The readers of neural networks.</summary>
internal static class NeuralParts
{
    public static IEnumerable<KeyValuePair<string, PartRead>> All =>
    [
        new(NeuralClassifier.KindName, NeuralClassifier.Read),
        new(NeuralRegressor.KindName, NeuralRegressor.Read),
    ];
}
