using Hamf.Models.Formats.Pickle;

namespace Hamf.Models.Formats.Inspecting;

/// <summary>
/// Counts the objects of each class in a whole file, each object once however often it is referred to. Values wait in a queue, so that nesting
/// costs no stack.
/// </summary>
internal sealed class ClassCensus(Func<PyName, bool> isSupported)
{
    private const int PathLengthMax = 400;

    // Each value that can hold others: how it was met, and the number of the one around it.
    private readonly List<(PyChild Child, int Around)> _met = [];
    private readonly HashSet<PyValue> _seen = [];
    private readonly List<Tally> _tallies = [];
    private readonly Dictionary<(string Module, string Name), Tally> _byName = [];

    /// <summary>The classes in a value, by first appearance level by level.</summary>
    public IReadOnlyList<InspectedClass> Count(PyValue value)
    {
        Meet(new PyChild(value, PyPlace.State), around: -1);
        for (int i = 0; i < _met.Count; i++)
        {
            foreach (PyChild child in PyChild.Of(_met[i].Child.Value))
            {
                Meet(child, i);
            }
        }

        return [.. _tallies.Select(tally => new InspectedClass(tally.Type.FullName, tally.Count, Path(tally.First), isSupported(tally.Type)))];
    }

    private void Meet(PyChild child, int around)
    {
        if (child.Value is not (PyObject or PyList or PyTuple or PySet or PyDictionary or PyArray { Objects: not null }) || !_seen.Add(child.Value))
        {
            return;
        }

        _met.Add((child, around));
        if (child.Value is PyObject { Type: var type })
        {
            if (!_byName.TryGetValue((type.Module, type.Name), out Tally? tally))
            {
                tally = new Tally(type, _met.Count - 1);
                _byName.Add((type.Module, type.Name), tally);
                _tallies.Add(tally);
            }

            tally.Count++;
        }
    }

    private string Path(int index)
    {
        List<string> steps = [];
        int length = 0;
        for (int i = index; i > 0 && length < PathLengthMax; i = _met[i].Around)
        {
            steps.Add(_met[i].Child.Step);
            length += steps[^1].Length;
        }

        steps.Reverse();
        return (length < PathLengthMax ? string.Empty : "...") + steps.Aggregate(string.Empty, PyChild.Join);
    }

    /// <summary>Objects of one class.</summary>
    private sealed class Tally(PyName type, int first)
    {
        public PyName Type { get; } = type;

        /// <summary>The number of the first of them.</summary>
        public int First { get; } = first;

        public int Count { get; set; }
    }
}
