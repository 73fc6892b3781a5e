namespace Hamf.Models.Formats.Inspecting;

/// <summary>A value in a file and what is in it.</summary>
public sealed class InspectedNode
{
    private readonly List<InspectedNode> _children = [];

    internal InspectedNode(string path, string step, string description)
    {
        Path = path;
        Step = step;
        Description = description;
    }

    /// <summary>Where the value stands: <c>steps[1].estimators_[0]</c>; empty for the file's own value.</summary>
    public string Path { get; }

    /// <summary>The last part of the path.</summary>
    public string Step { get; }

    /// <summary>What it is in words: <c>a list of 3</c>, <c>an array of f8 [100 x 4]</c>.</summary>
    public string Description { get; }

    /// <summary>The class of an object, module and name; null for plain values.</summary>
    public string? Class { get; internal init; }

    /// <summary>Whether the class can be imported; null for plain values.</summary>
    public bool? IsSupported { get; internal init; }

    /// <summary>Length of each axis of an array; null otherwise.</summary>
    public IReadOnlyList<int>? Shape { get; internal init; }

    /// <summary>Letter and size of an array's elements, as <c>f8</c>; null otherwise.</summary>
    public string? ElementType { get; internal init; }

    /// <summary>Bytes of an array's elements or of a value of bytes; null otherwise.</summary>
    public long? Size { get; internal init; }

    /// <summary>Where the same object stands higher in the tree, whose content is shown there; null when it is shown here.</summary>
    public string? SameAs { get; internal init; }

    /// <summary>What is in it, as far as the limits allow.</summary>
    public IReadOnlyList<InspectedNode> Children => _children;

    /// <summary>Values in it that are not among the children.</summary>
    public int OmittedCount { get; internal set; }

    internal void Add(InspectedNode child) => _children.Add(child);
}
