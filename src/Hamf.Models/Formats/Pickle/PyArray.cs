namespace Hamf.Models.Formats.Pickle;

/// <summary>A NumPy array. Its bytes are a slice of the file wherever the file holds them uncompressed.</summary>
internal sealed class PyArray(PyArrayType type, int[] shape, bool isColumnMajor, ReadOnlyMemory<byte> data, PyValue[]? objects = null) : PyValue
{
    /// <summary>The type of an element.</summary>
    public PyArrayType Type { get; private set; } = type;

    /// <summary>Length of each axis; empty for a single element. The product was checked against the data.</summary>
    public int[] Shape { get; private set; } = shape;

    /// <summary>Whether the first axis varies fastest in the data.</summary>
    public bool IsColumnMajor { get; private set; } = isColumnMajor;

    /// <summary>The elements, exactly as many as the shape asks for; empty for an array of objects.</summary>
    public ReadOnlyMemory<byte> Data { get; private set; } = data;

    /// <summary>The elements of an array of objects, in the order of the data; null otherwise.</summary>
    public PyValue[]? Objects { get; private set; } = objects;

    /// <summary>Number of elements.</summary>
    public long Length => Shape.Aggregate(1L, (product, length) => product * length);

    /// <summary>
    /// Takes over the content of another array. A pickle names an array before it says what is in it, and the value has to stay the same object.
    /// </summary>
    public void Become(PyArray other)
    {
        Type = other.Type;
        Shape = other.Shape;
        IsColumnMajor = other.IsColumnMajor;
        Data = other.Data;
        Objects = other.Objects;
    }

    /// <inheritdoc/>
    public override string Describe() => $"an array of {Type.Code} [{string.Join(" x ", Shape)}]";
}
