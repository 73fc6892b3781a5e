using Hamf.Models.Formats.Hamf;

namespace Hamf.Models.Graph.Neural;

/// <summary>A network that ends in probabilities: scikit-learn's MLPClassifier.</summary>
internal sealed class NeuralClassifier : Estimator
{
    public const string KindName = "neural-classifier";

    private readonly NeuralNetwork _network;
    private readonly string[] _classes;

    /// <param name="network">One output for two classes (the probability of the second), else one per class.</param>
    /// <param name="classes">At least two labels.</param>
    /// <exception cref="ArgumentException">Outputs and labels do not fit each other.</exception>
    public NeuralClassifier(NeuralNetwork network, string[] classes)
    {
        PartCheck.Classes(classes);
        PartCheck.Count(network.OutputCount, classes.Length == 2 ? 1 : classes.Length, "outputs of the network");
        (_network, _classes) = (network, classes);
    }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override string Algorithm => "neural_network";

    /// <inheritdoc/>
    public override int InputWidth => _network.Width;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Classes => _classes;

    /// <inheritdoc/>
    public override bool HasProbabilities => true;

    public static NeuralClassifier Read(ref PartReader reader) => new(NeuralNetwork.Read(ref reader), reader.Texts("a class"));

    /// <inheritdoc/>
    public override void Write(PartWriter writer)
    {
        _network.Write(writer);
        writer.Texts(_classes);
    }

    /// <inheritdoc/>
    public override void Probabilities(RowVector row, Span<double> probabilities, Workspace workspace)
    {
        RefuseMissing(row);
        bool isOne = _network.OutputCount == 1;
        _network.Compute(row, isOne ? probabilities[1..] : probabilities, workspace);
        if (isOne)
        {
            probabilities[0] = 1 - probabilities[1];
        }
    }

    /// <inheritdoc/>
    public override double Predict(RowVector row, Workspace workspace)
    {
        RowVector values = workspace.Rent(_classes.Length);
        Probabilities(row, values.Numbers, workspace);
        int predicted = _classes.Length == 2 ? (values.Numbers[1] > 0.5 ? 1 : 0) : IndexOfLargest(values.Numbers);
        workspace.Return();
        return predicted;
    }
}
