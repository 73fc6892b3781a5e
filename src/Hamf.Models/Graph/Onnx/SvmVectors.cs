using Hamf.Models.Formats;

namespace Hamf.Models.Graph.Onnx;

/// <summary>The support vectors of an SVM operator and its kernel; without vectors the coefficients are a plane.</summary>
internal sealed class SvmVectors
{
    private readonly string _kernel;
    private readonly double _gamma;
    private readonly double _offset;
    private readonly double _degree;
    private readonly double[] _vectors;

    /// <param name="settings">The node.</param>
    /// <param name="count">Number of support vectors; 0 for a plane.</param>
    /// <exception cref="ImportException">The lists do not fit each other.</exception>
    public SvmVectors(NodeSettings settings, int count)
    {
        Count = count;
        Coefficients = settings.Numbers("coefficients");
        _vectors = settings.Numbers("support_vectors");
        _kernel = settings.Text("kernel_type", "LINEAR");
        double[] parameters = settings.Numbers("kernel_params");
        if (_kernel is not ("LINEAR" or "POLY" or "RBF" or "SIGMOID") || parameters.Length is not (0 or 3))
        {
            throw settings.Fault($"its kernel is '{_kernel}' with {parameters.Length} parameters, which is not supported");
        }

        if (count < 0 || (count == 0 ? _vectors.Length > 0 : _vectors.Length % count != 0))
        {
            throw settings.Fault($"{_vectors.Length} values are no whole number of {count} support vectors");
        }

        (_gamma, _offset, _degree) = parameters.Length == 3 ? (parameters[0], parameters[1], parameters[2]) : (0, 0, 0);
        Width = count == 0 ? Coefficients.Length : _vectors.Length / count;
    }

    /// <summary>Number of support vectors; 0 for a plane.</summary>
    public int Count { get; }

    /// <summary>Columns read.</summary>
    public int Width { get; }

    /// <summary>The weights.</summary>
    public double[] Coefficients { get; }

    /// <summary>The weighted sum of the kernel over all vectors.</summary>
    public double Sum(Tensor input, RowBudget budget)
    {
        double[] row = Row(input, budget);
        double sum = 0;
        for (int i = 0; i < Math.Max(Count, 1); i++)
        {
            sum += Count == 0 ? Value(row, Coefficients) : Coefficients[i] * Value(row, _vectors.AsSpan(i * Width, Width));
        }

        return sum;
    }

    /// <summary>The decision value of each pair of classes, in libsvm's order: positive for the first.</summary>
    public double[] Decide(Tensor input, int[] perClass, double[] rho, RowBudget budget)
    {
        double[] row = Row(input, budget);
        var values = new double[Count];
        for (int i = 0; i < Count; i++)
        {
            values[i] = Value(row, _vectors.AsSpan(i * Width, Width));
        }

        int[] starts = new int[perClass.Length];
        for (int i = 1; i < starts.Length; i++)
        {
            starts[i] = starts[i - 1] + perClass[i - 1];
        }

        budget.Work((long)Count * perClass.Length);
        var decisions = new double[rho.Length];
        int pair = 0;
        for (int i = 0; i < perClass.Length; i++)
        {
            for (int j = i + 1; j < perClass.Length; j++, pair++)
            {
                double sum = Part(values, starts[i], perClass[i], j - 1) + Part(values, starts[j], perClass[j], i);
                decisions[pair] = sum + rho[pair];
            }
        }

        return decisions;
    }

    private double Part(double[] values, int start, int count, int rank)
    {
        double sum = 0;
        for (int i = start; i < start + count; i++)
        {
            sum += Coefficients[(rank * Count) + i] * values[i];
        }

        return sum;
    }

    private double[] Row(Tensor input, RowBudget budget)
    {
        budget.Work((long)(Count + 1) * (Width + 1));
        budget.Take([Count]);
        return input.Count == Width ? input.Numbers : throw new RowRefusedException($"the support vectors have {Width} columns, but {input.Count} come in");
    }

    private double Value(double[] row, ReadOnlySpan<double> vector)
    {
        double sum = 0;
        for (int i = 0; i < row.Length; i++)
        {
            double difference = row[i] - vector[i];
            sum += _kernel == "RBF" ? difference * difference : row[i] * vector[i];
        }

        return _kernel switch
        {
            "RBF" => Math.Exp(-_gamma * sum),
            "POLY" => Math.Pow((_gamma * sum) + _offset, _degree),
            "SIGMOID" => Math.Tanh((_gamma * sum) + _offset),
            _ => sum,
        };
    }
}
