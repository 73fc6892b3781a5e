using Hamf.Models.Formats.Pickle;

namespace Hamf.Models.Formats.Inspecting;

/// <summary>
/// A tree of nodes for a value, level by level: what is near the root is shown first, and a deep branch cannot use up the limit. An object that
/// stands in several places, or inside itself, is shown where it is nearest to the root.
/// </summary>
internal sealed class ObjectTree(Func<PyName, bool> isSupported)
{
    private const int NodesMax = 2000;
    private const int ChildrenMax = 50;
    private const int DepthMax = 64;

    private readonly Dictionary<PyValue, string> _shown = [];
    private readonly Queue<(PyValue Value, InspectedNode Node, int Depth)> _waiting = new();
    private int _count;

    /// <summary>The tree of a value.</summary>
    public InspectedNode Build(PyValue value)
    {
        InspectedNode root = Node(value, string.Empty, string.Empty, 0);
        while (_waiting.TryDequeue(out var next))
        {
            foreach (PyChild child in PyChild.Of(next.Value).Take(ChildrenMax))
            {
                if (_count >= NodesMax || next.Depth >= DepthMax)
                {
                    break;
                }

                string step = child.Step;
                next.Node.Add(Node(child.Value, PyChild.Join(next.Node.Path, step), step, next.Depth + 1));
            }

            next.Node.OmittedCount = PyChild.Count(next.Value) - next.Node.Children.Count;
        }

        return root;
    }

    private InspectedNode Node(PyValue value, string path, string step, int depth)
    {
        _count++;
        bool canHold = PyChild.Count(value) > 0;
        string? same = canHold && !_shown.TryAdd(value, path) ? _shown[value] : null;
        PyArray? array = value as PyArray;
        PyName? type = (value as PyObject)?.Type;
        InspectedNode node = new(path, step, value.Describe())
        {
            Class = type?.FullName,
            IsSupported = type is null ? null : isSupported(type),
            Shape = array?.Shape,
            ElementType = array?.Type.Code,
            Size = array is not null ? array.Data.Length : (value as PyBytes)?.Value.Length,
            SameAs = same,
        };
        if (canHold && same is null)
        {
            _waiting.Enqueue((value, node, depth));
        }

        return node;
    }
}
