namespace Hamf.Models.Graph.Onnx;

/// <summary>What the elements of a tensor are; the numbers are those of ONNX.</summary>
internal enum ElementType
{
    /// <summary>A float of 32 bits.</summary>
    Single = 1,

    /// <summary>A whole number of 32 bits.</summary>
    Int32 = 6,

    /// <summary>A whole number of 64 bits.</summary>
    Int64 = 7,

    /// <summary>A text.</summary>
    Text = 8,

    /// <summary>True or false.</summary>
    Truth = 9,

    /// <summary>A float of 64 bits.</summary>
    Double = 11,
}
