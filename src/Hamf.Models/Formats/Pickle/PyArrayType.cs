namespace Hamf.Models.Formats.Pickle;

/// <summary>The type of an array's elements: NumPy's dtype.</summary>
/// <param name="Kind">NumPy's letter: b boolean, i signed, u unsigned, f float, O object, U text in UTF-32, S bytes, V record, M and m times.</param>
/// <param name="ItemSize">Bytes of an element.</param>
/// <param name="IsBigEndian">Whether the bytes of a number stand highest first.</param>
/// <param name="Fields">The fields of a record, in their order; empty otherwise.</param>
internal sealed record PyArrayType(char Kind, int ItemSize, bool IsBigEndian, IReadOnlyList<PyArrayField> Fields)
{
    /// <summary>Letter and size, as <c>f8</c>.</summary>
    public string Code => $"{Kind}{ItemSize}";
}

/// <summary>A field of a record.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The type of its values.</param>
/// <param name="Offset">Where it begins in the record, in bytes; the field ends inside the record.</param>
internal sealed record PyArrayField(string Name, PyArrayType Type, int Offset);
