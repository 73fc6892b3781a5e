using Hamf.Models.Formats.Onnx;
using Hamf.Models.Graph.Onnx;

namespace Hamf.Models.Tests.Formats.Onnx;

/// <summary>
/// The operators that exported models use, plainly as the specification has them, for many rows at once. Only reading the file is shared with the
/// import. A value is a list of rows, each a list of numbers; a constant or texts stand beside them.
/// </summary>
internal sealed class OnnxReference
{
    private readonly Dictionary<string, double[][]> _numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string[]> _texts = new(StringComparer.Ordinal);

    /// <summary>Runs the graph.</summary>
    public OnnxReference(OnnxGraph graph, IReadOnlyDictionary<string, double[][]> numbers, IReadOnlyDictionary<string, string[]> texts)
    {
        foreach ((string name, Tensor tensor) in graph.Constants)
        {
            int width = tensor.Shape.Length == 0 ? 1 : tensor.Shape[^1];
            _numbers[name] = [.. tensor.Numbers.Chunk(Math.Max(width, 1))];
        }

        foreach ((string name, double[][] value) in numbers)
        {
            _numbers[name] = [.. value.Select(row => Array.ConvertAll(row, v => (double)(float)v))];
        }

        foreach ((string name, string[] value) in texts)
        {
            _texts[name] = value;
        }

        foreach (OnnxNode node in graph.Nodes)
        {
            Run(node);
        }
    }

    public double[][] Numbers(string name) => _numbers[name];

    private void Run(OnnxNode node)
    {
        string output = node.Outputs[0];
        double[][] First() => _numbers[node.Inputs[0]];
        _numbers[output] = node.Operator switch
        {
            "Identity" => First(),
            "Cast" => node.Attributes["to"].Integer == 1 ? Each(First(), v => (float)v) : First(),
            "Sigmoid" => Each(First(), v => 1 / (1 + Math.Exp(-v))),
            "Exp" => Each(First(), Math.Exp),
            "Log" => Each(First(), Math.Log),
            "IsNaN" => Each(First(), v => double.IsNaN(v) ? 1 : 0),
            "Add" or "Sum" => node.Inputs.Select(name => _numbers[name]).Aggregate((a, b) => Pair(a, b, (x, y) => x + y)),
            "Sub" => Pair(First(), _numbers[node.Inputs[1]], (x, y) => x - y),
            "Mul" => Pair(First(), _numbers[node.Inputs[1]], (x, y) => x * y),
            "Div" => Pair(First(), _numbers[node.Inputs[1]], (x, y) => x / y),
            "Min" => Pair(First(), _numbers[node.Inputs[1]], Math.Min),
            "Max" => Pair(First(), _numbers[node.Inputs[1]], Math.Max),
            "GreaterOrEqual" => Pair(First(), _numbers[node.Inputs[1]], (x, y) => x >= y ? 1 : 0),
            "Where" => Pair(Pair(First(), _numbers[node.Inputs[1]], (c, x) => c != 0 ? x : double.NegativeZero), Pair(First(), _numbers[node.Inputs[2]], (c, x) => c != 0 ? double.NegativeZero : x), (x, y) => x + y),
            "Softmax" => [.. First().Select(Softmax)],
            "MatMul" => [.. First().Select(row => Product(row, _numbers[node.Inputs[1]]))],
            "ReduceSum" => [.. First().Select(row => new[] { row.Sum() })],
            "ArgMax" => [.. First().Select(row => new[] { (double)Array.IndexOf(row, row.Max()) })],
            "Concat" => Joined(node),
            "Gather" => Gather(node),
            "Reshape" => First(),
            "LabelEncoder" => Encode(node),
            "TreeEnsembleRegressor" => [.. First().Select(row => Trees(node, row))],
            _ => throw new InvalidOperationException($"The reference does not know {node.Operator}."),
        };
    }

    private static double[][] Each(double[][] rows, Func<double, double> function) => [.. rows.Select(row => Array.ConvertAll(row, v => function(v)))];

    private static double[][] Pair(double[][] first, double[][] second, Func<double, double, double> function)
    {
        double[] At(double[][] rows, int row) => rows[rows.Length == 1 ? 0 : row];
        double Of(double[] row, int column) => row[row.Length == 1 ? 0 : column];
        return [.. Enumerable.Range(0, Math.Max(first.Length, second.Length)).Select(r =>
        {
            (double[] a, double[] b) = (At(first, r), At(second, r));
            return Enumerable.Range(0, Math.Max(a.Length, b.Length)).Select(c => function(Of(a, c), Of(b, c))).ToArray();
        })];
    }

    private static double[] Softmax(double[] row)
    {
        double most = row.Max();
        double sum = row.Sum(v => Math.Exp(v - most));
        return Array.ConvertAll(row, v => Math.Exp(v - most) / sum);
    }

    private static double[] Product(double[] row, double[][] matrix) =>
        [.. Enumerable.Range(0, matrix[0].Length).Select(column => row.Select((v, i) => v * matrix[i][column]).Sum())];

    private double[][] Joined(OnnxNode node)
    {
        double[][][] parts = [.. node.Inputs.Select(name => _numbers[name])];
        return [.. Enumerable.Range(0, parts.Max(part => part.Length)).Select(row => parts.SelectMany(part => part[row]).ToArray())];
    }

    private double[][] Gather(OnnxNode node)
    {
        (double[][] table, double[][] positions) = (_numbers[node.Inputs[0]], _numbers[node.Inputs[1]]);
        return node.Attributes["axis"].Integer == 0
            ? [.. positions.Select(row => table[(int)row[0]])]
            : [.. table.Select(row => Array.ConvertAll(positions[0], at => row[(int)at]))];
    }

    private double[][] Encode(OnnxNode node)
    {
        IReadOnlyDictionary<string, OnnxAttribute> settings = node.Attributes;
        List<double> values = settings.TryGetValue("values_floats", out OnnxAttribute? floats) ? floats.Numbers
            : settings.TryGetValue("values_int64s", out OnnxAttribute? integers) ? [.. integers.Integers.Select(i => (double)i)]
            : [.. Enumerable.Range(0, settings["values_strings"].Texts.Count).Select(i => (double)i)];
        double otherwise = settings.TryGetValue("default_float", out OnnxAttribute? single) ? single.Number
            : settings.TryGetValue("default_int64", out OnnxAttribute? whole) ? whole.Integer
            : -1;
        double Value(int at) => at < 0 ? otherwise : values[at];
        return settings.ContainsKey("keys_strings")
            ? [.. _texts[node.Inputs[0]].Select(text => new[] { Value(settings["keys_strings"].Texts.IndexOf(text)) })]
            : Each(_numbers[node.Inputs[0]], number => Value(settings["keys_int64s"].Integers.IndexOf((long)number)));
    }

    private static double[] Trees(OnnxNode node, double[] row)
    {
        OnnxAttribute At(string name) => node.Attributes[name];
        var sums = new double[At("n_targets").Integer];
        long[] trees = [.. At("nodes_treeids").Integers.Distinct()];
        foreach (long tree in trees)
        {
            int Index(long id) => Enumerable.Range(0, At("nodes_nodeids").Integers.Count).Single(i => At("nodes_treeids").Integers[i] == tree && At("nodes_nodeids").Integers[i] == id);
            int node0 = Index(0);
            while (At("nodes_modes").Texts[node0] != "LEAF")
            {
                double value = row[At("nodes_featureids").Integers[node0]];
                double split = At("nodes_values").Numbers[node0];
                bool isYes = double.IsNaN(value) ? At("nodes_missing_value_tracks_true").Integers[node0] != 0
                    : At("nodes_modes").Texts[node0] == "BRANCH_LEQ" ? value <= split
                    : value == split;
                node0 = Index((isYes ? At("nodes_truenodeids") : At("nodes_falsenodeids")).Integers[node0]);
            }

            for (int i = 0; i < At("target_ids").Integers.Count; i++)
            {
                if (At("target_treeids").Integers[i] == tree && At("target_nodeids").Integers[i] == At("nodes_nodeids").Integers[node0])
                {
                    sums[At("target_ids").Integers[i]] += At("target_weights").Numbers[i];
                }
            }
        }

        double share = At("aggregate_function").Text == "AVERAGE" ? trees.Length : 1;
        return [.. sums.Select((sum, k) => (double)(float)((sum / share) + At("base_values").Numbers[k]))];
    }
}
