namespace Hamf.Models.Formats.Pickle;

/// <summary>The type of an array's elements as a value of its own, as arrays and estimators refer to it.</summary>
internal sealed class PyDataType(PyArrayType type) : PyValue
{
    /// <summary>The type; it changes once, when the state of the object is read.</summary>
    public PyArrayType Type { get; set; } = type;

    /// <inheritdoc/>
    public override string Describe() => $"the element type {Type.Code}";
}
