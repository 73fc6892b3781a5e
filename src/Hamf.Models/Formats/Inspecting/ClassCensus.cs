using Hamf.Models.Formats.Pickle;

namespace Hamf.Models.Formats.Inspecting;

/// <summary>
/// Counts the objects of each class in a whole file, each object once however often it is referred to. Values wait in a queue, so that nesting
/// costs no stack.
/// </summary>
internal sealed class ClassCensus(Func<PyName, bool> isSupported)
{
    // Where each value that can hold others was met: the one around it and the step from there.
    private readonly List<(PyValue Value, int Around, PyChild Child)> _met = [];
    private readonly HashSet<PyValue> _seen = [];
    private readonly Dictionary<string, (int Order, int Count, int First, PyName Type)> _classes = [];

    /// <summary>The classes in a value, by first appearance level by level.</summary>
    public IReadOnlyList<InspectedClass> Count(PyValue value)
    {
        Meet(new PyChild(value, string.Empty, -1), -1);
        for (int i = 0; i < _met.Count; i++)
        {
            foreach (PyChild child in PyChild.Of(_met[i].Value))
            {
                Meet(child, i);
            }
        }

        return [.. _classes.Values.OrderBy(c => c.Order).Select(c => new InspectedClass(c.Type.FullName, c.Count, Path(c.First), isSupported(c.Type)))];
    }

    private void Meet(PyChild child, int around)
    {
        if (child.Value is not (PyObject or PyList or PyTuple or PySet or PyDictionary or PyArray { Objects: not null }) || !_seen.Add(child.Value))
        {
            return;
        }

        _met.Add((child.Value, around, child));
        if (child.Value is PyObject { Type: var type })
        {
            var known = _classes.TryGetValue(type.FullName, out var found) ? found : (_classes.Count, 0, _met.Count - 1, type);
            _classes[type.FullName] = (known.Item1, known.Item2 + 1, known.Item3, known.Item4);
        }
    }

    private string Path(int index)
    {
        List<string> steps = [];
        for (int i = index; i > 0; i = _met[i].Around)
        {
            steps.Add(_met[i].Child.Step);
        }

        steps.Reverse();
        return PickleText.Shown(steps.Aggregate(string.Empty, PyChild.Join), lengthMax: 400);
    }
}
