using Hamf.Models.Formats.Hamf;
using Hamf.Models.Numerics;

namespace Hamf.Models.Graph.Neural;

/// <summary>Layers of weighted sums, each followed by an activation.</summary>
internal sealed class NeuralNetwork
{
    private readonly Matrix[] _weights;
    private readonly double[][] _offsets;
    private readonly Activation _hidden;
    private readonly Activation _output;

    /// <param name="weights">For each layer [inputs x outputs].</param>
    /// <param name="offsets">For each layer [outputs].</param>
    /// <param name="hidden">The activation between layers.</param>
    /// <param name="output">The activation of the last layer.</param>
    /// <exception cref="ArgumentException">They do not fit each other, or a number is not finite.</exception>
    public NeuralNetwork(Matrix[] weights, double[][] offsets, Activation hidden, Activation output)
    {
        PartCheck.Count(offsets.Length, weights.Length, "layers of intercepts");
        if (weights.Length == 0 || !Enum.IsDefined(hidden) || !Enum.IsDefined(output))
        {
            throw new ArgumentException("The network has no layer, or an activation that does not exist.");
        }

        PartCheck.Width(weights[0].RowCount);
        for (int i = 0; i < weights.Length; i++)
        {
            PartCheck.Count(weights[i].RowCount, i == 0 ? weights[0].RowCount : weights[i - 1].ColumnCount, $"inputs of layer {i}");
            PartCheck.Count(offsets[i].Length, weights[i].ColumnCount, $"intercepts of layer {i}");
            PartCheck.Finite(weights[i].Values, $"weights of layer {i}");
            PartCheck.Finite(offsets[i], $"intercepts of layer {i}");
        }

        (_weights, _offsets, _hidden, _output) = (weights, offsets, hidden, output);
    }

    /// <summary>Number of columns read.</summary>
    public int Width => _weights[0].RowCount;

    /// <summary>Number of outputs.</summary>
    public int OutputCount => _weights[^1].ColumnCount;

    public static NeuralNetwork Read(ref PartReader reader)
    {
        (var hidden, var output) = ((Activation)reader.Int(), (Activation)reader.Int());
        var weights = new List<Matrix>();
        var offsets = new List<double[]>();
        for (int left = reader.Int(); left > 0; left--)
        {
            weights.Add(reader.Matrix());
            offsets.Add(reader.Doubles());
        }

        return new NeuralNetwork([.. weights], [.. offsets], hidden, output);
    }

    public void Write(PartWriter writer)
    {
        writer.Int((int)_hidden);
        writer.Int((int)_output);
        writer.Int(_weights.Length);
        for (int i = 0; i < _weights.Length; i++)
        {
            writer.Matrix(_weights[i]);
            writer.Doubles(_offsets[i]);
        }
    }

    /// <summary>The outputs of a row of finite numbers.</summary>
    public void Compute(RowVector row, Span<double> outputs, Workspace workspace)
    {
        (RowVector target, RowVector other) = (workspace.Rent(), workspace.Rent());
        RowVector source = row;
        for (int i = 0; i < _weights.Length; i++)
        {
            target.ResetDense(_weights[i].ColumnCount);
            AddLayer(source, _weights[i], target.Numbers);
            for (int k = 0; k < target.Width; k++)
            {
                target.Numbers[k] += _offsets[i][k];
            }

            Activate(i == _weights.Length - 1 ? _output : _hidden, target.Numbers);
            (source, target, other) = (target, other, target);
        }

        source.Numbers.CopyTo(outputs);
        workspace.Return();
        workspace.Return();
    }

    private static void AddLayer(RowVector source, Matrix weights, Span<double> sums)
    {
        sums.Clear();
        ReadOnlySpan<double> numbers = source.Numbers;
        for (int i = 0; i < numbers.Length; i++)
        {
            ReadOnlySpan<double> row = weights[source.IsSparse ? source.Indices[i] : i];
            for (int k = 0; k < sums.Length; k++)
            {
                sums[k] += numbers[i] * row[k];
            }
        }
    }

    private static void Activate(Activation activation, Span<double> values)
    {
        if (activation == Activation.Softmax)
        {
            SoftmaxLink.Apply(values);
            return;
        }

        foreach (ref double value in values)
        {
            value = activation switch
            {
                Activation.Rectifier => Math.Max(value, 0),
                Activation.Tanh => Math.Tanh(value),
                Activation.Logistic => LogisticLink.Probability(value),
                _ => value,
            };
        }
    }
}
