using Hamf.Models.Formats;
using Hamf.Models.Formats.Onnx;

namespace Hamf.Models.Graph.Onnx;

/// <summary>An ONNX graph in running order: what depends on no input is computed once, here.</summary>
internal sealed class OnnxPlan
{
    private readonly OnnxStep[] _steps;
    private readonly Tensor?[] _constants;
    private readonly Dictionary<string, int> _slots = new(StringComparer.Ordinal);

    /// <param name="graph">The graph.</param>
    /// <exception cref="ImportException">A node cannot run.</exception>
    public OnnxPlan(OnnxGraph graph)
    {
        var constants = new List<Tensor?>();
        foreach ((string name, Tensor value) in graph.Constants)
        {
            _slots[name] = Add(constants, value);
        }

        var isOpen = new HashSet<int>();
        foreach (OnnxValue input in graph.Inputs)
        {
            _slots[input.Name] = Add(constants, null);
            isOpen.Add(_slots[input.Name]);
        }

        var steps = new List<OnnxStep>();
        var budget = new RowBudget();
        foreach (OnnxNode node in graph.Nodes)
        {
            OnnxStep step = Step(node, graph, constants);
            if (Array.Exists(step.Inputs, isOpen.Contains))
            {
                steps.Add(step);
                isOpen.UnionWith(step.Outputs);
                continue;
            }

            RunOnce(step, constants, budget);
        }

        (_steps, _constants) = ([.. steps], [.. constants]);
    }

    /// <summary>The slot of a value.</summary>
    public int SlotOf(string name) =>
        _slots.TryGetValue(name, out int slot) ? slot : throw new ImportException($"output '{name}'", "no node of the ONNX file makes it", "Take the file from its source again");

    /// <summary>The value of a slot if it depends on no input.</summary>
    public Tensor? ConstantOf(string name) => _slots.TryGetValue(name, out int slot) ? _constants[slot] : null;

    /// <summary>Computes all values of a row.</summary>
    /// <param name="inputs">Slots and values of the inputs.</param>
    /// <exception cref="RowRefusedException">The row does not fit the model.</exception>
    public Tensor?[] Run(IEnumerable<(int Slot, Tensor Value)> inputs)
    {
        Tensor?[] slots = [.. _constants];
        foreach ((int slot, Tensor value) in inputs)
        {
            slots[slot] = value;
        }

        var budget = new RowBudget();
        foreach (OnnxStep step in _steps)
        {
            step.Run(slots, budget);
        }

        return slots;
    }

    private static int Add(List<Tensor?> slots, Tensor? value)
    {
        slots.Add(value);
        return slots.Count - 1;
    }

    private OnnxStep Step(OnnxNode node, OnnxGraph graph, List<Tensor?> constants)
    {
        Kernel kernel = KernelCatalog.Make(node, graph);
        int[] inputs = [.. node.Inputs.Select(name => name.Length == 0 ? -1
            : _slots.TryGetValue(name, out int slot) ? slot
            : throw new ImportException(node.Place, $"it reads '{name}', which nothing before it makes", "Take the file from its source again"))];
        var outputs = new List<int>();
        foreach (string name in node.Outputs)
        {
            outputs.Add(Add(constants, null));
            if (name.Length > 0 && !_slots.TryAdd(name, outputs[^1]))
            {
                throw new ImportException(node.Place, $"'{name}' is made twice", "Take the file from its source again");
            }
        }

        return new OnnxStep(kernel, node.Place, inputs, [.. outputs]);
    }

    private static void RunOnce(OnnxStep step, List<Tensor?> constants, RowBudget budget)
    {
        try
        {
            step.Run(constants, budget);
        }
        catch (RowRefusedException e)
        {
            throw new ImportException(string.Empty, e.Message.TrimEnd('.'));
        }
    }
}
