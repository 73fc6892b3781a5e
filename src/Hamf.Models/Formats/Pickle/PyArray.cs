namespace Hamf.Models.Formats.Pickle;

/// <summary>A NumPy array. Its bytes are a slice of the file wherever the file holds them uncompressed.</summary>
internal sealed class PyArray(PyArrayType type, int[] shape, bool isColumnMajor, ReadOnlyMemory<byte> data, PyValue[]? objects = null) : PyValue
{
    /// <summary>The type of an element.</summary>
    public PyArrayType Type { get; } = type;

    /// <summary>Length of each axis; empty for a single element. The product was checked against the data.</summary>
    public int[] Shape { get; } = shape;

    /// <summary>Whether the first axis varies fastest in the data.</summary>
    public bool IsColumnMajor { get; } = isColumnMajor;

    /// <summary>The elements, exactly as many as the shape asks for; empty for an array of objects.</summary>
    public ReadOnlyMemory<byte> Data { get; } = data;

    /// <summary>The elements of an array of objects, in the order of the data; null otherwise.</summary>
    public PyValue[]? Objects { get; } = objects;

    /// <summary>Number of elements.</summary>
    public long Length => Shape.Aggregate(1L, (product, length) => product * length);

    /// <inheritdoc/>
    public override string Describe() => $"an array of {Type.Code} [{string.Join(" x ", Shape)}]";
}
