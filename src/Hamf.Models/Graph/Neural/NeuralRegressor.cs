using Hamf.Models.Formats.Hamf;

namespace Hamf.Models.Graph.Neural;

/// <summary>A network that ends in a number: scikit-learn's MLPRegressor.</summary>
internal sealed class NeuralRegressor : Estimator
{
    public const string KindName = "neural-regressor";

    private readonly NeuralNetwork _network;

    /// <param name="network">With one output.</param>
    /// <exception cref="ArgumentException">It has several.</exception>
    public NeuralRegressor(NeuralNetwork network)
    {
        PartCheck.Count(network.OutputCount, 1, "outputs of the network");
        _network = network;
    }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override string Algorithm => "neural_network_regression";

    /// <inheritdoc/>
    public override int InputWidth => _network.Width;

    public static NeuralRegressor Read(ref PartReader reader) => new(NeuralNetwork.Read(ref reader));

    /// <inheritdoc/>
    public override void Write(PartWriter writer) => _network.Write(writer);

    /// <inheritdoc/>
    public override double Predict(RowVector row, Workspace workspace)
    {
        RefuseMissing(row);
        double output = 0;
        _network.Compute(row, new Span<double>(ref output), workspace);
        return output;
    }
}
