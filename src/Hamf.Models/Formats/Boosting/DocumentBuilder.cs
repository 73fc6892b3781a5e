namespace Hamf.Models.Formats.Boosting;

/// <summary>Builds a document from the events of a reader, without recursion. Lists of numbers stay compact. Not thread-safe.</summary>
internal sealed class DocumentBuilder(string format, int size)
{
    /// <summary>Deeper than any library nests.</summary>
    public const int MaxDepth = 64;

    // What small documents may hold whatever their size, and bytes per value beyond: real ones spend hundreds on a node.
    private const int FreeNodes = 200_000;
    private const int BytesPerNode = 16;

    private readonly Stack<Frame> _open = new();
    private int _nodes;

    /// <summary>The document; null before it is complete.</summary>
    public DocumentNode? Root { get; private set; }

    /// <summary>Whether the innermost open value is an object, whose members have names.</summary>
    public bool IsInObject => _open.TryPeek(out Frame? top) && top.Members is not null;

    /// <summary>Whether anything is open.</summary>
    public bool IsOpen => _open.Count > 0;

    /// <summary>Names the next member of the open object.</summary>
    public void Name(string name) => _open.Peek().Name = name;

    /// <summary>Begins an object.</summary>
    public void BeginObject() => Push(new Frame { Members = new Dictionary<string, DocumentNode>(StringComparer.Ordinal) });

    /// <summary>Begins a list.</summary>
    public void BeginList() => Push(new Frame());

    /// <summary>Ends what was begun last.</summary>
    public void End()
    {
        Frame frame = _open.Pop();
        Add(frame switch
        {
            { Members: { } members } => new DocumentNode { Members = members },
            { Items: { } items } => new DocumentNode { Items = items },
            _ => new DocumentNode { Numbers = [.. frame.Numbers] },
        });
    }

    /// <summary>Adds a number.</summary>
    public void Add(double number)
    {
        if (_open.TryPeek(out Frame? top) && top is { Members: null, Items: null })
        {
            top.Numbers.Add(number);
            return;
        }

        Add(new DocumentNode { Number = number });
    }

    /// <summary>Adds a value.</summary>
    public void Add(DocumentNode node)
    {
        if (++_nodes > FreeNodes + (size / BytesPerNode))
        {
            throw new ImportException(string.Empty, $"the {format} holds more values than any model of its size");
        }

        if (!_open.TryPeek(out Frame? top))
        {
            Root = node;
            return;
        }

        if (top.Members is { } members)
        {
            members[top.Name] = node;
            return;
        }

        top.Items ??= Spread(top.Numbers);
        top.Items.Add(node);
    }

    private void Push(Frame frame)
    {
        if (_open.Count == MaxDepth)
        {
            throw new ImportException(string.Empty, $"the {format} is nested more than {MaxDepth} deep");
        }

        _open.Push(frame);
    }

    // A list that began with numbers goes on with something else.
    private List<DocumentNode> Spread(List<double> numbers)
    {
        _nodes += numbers.Count;
        return _nodes > FreeNodes + (size / BytesPerNode)
            ? throw new ImportException(string.Empty, $"the {format} holds more values than any model of its size")
            : numbers.ConvertAll(number => new DocumentNode { Number = number });
    }

    private sealed class Frame
    {
        public Dictionary<string, DocumentNode>? Members { get; init; }

        public List<DocumentNode>? Items { get; set; }

        public List<double> Numbers { get; } = [];

        public string Name { get; set; } = string.Empty;
    }
}
