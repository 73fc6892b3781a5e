namespace Hamf.Models.Formats.Inspecting;

/// <summary>What is inside a model file of another program, found without importing it and without running anything. Immutable.</summary>
public sealed record Inspection
{
    /// <summary>What the file is: <c>pickle</c> or <c>joblib</c>.</summary>
    public required string Format { get; init; }

    /// <summary>What the file is compressed with: <c>raw</c>, <c>zlib</c>, <c>gzip</c>, <c>bzip2</c>, <c>xz</c>, <c>lzma</c>, <c>lz4</c>, <c>zfile</c>.</summary>
    public required string Container { get; init; }

    /// <summary>The protocol of the pickle, 0 to 5.</summary>
    public required int Protocol { get; init; }

    /// <summary>Where the arrays stand: <c>none</c> (inside the pickle), <c>unaligned</c>, <c>aligned</c>, <c>companions</c>.</summary>
    public required string Layout { get; init; }

    /// <summary>Versions of scikit-learn that the estimators say they were written by, in order.</summary>
    public required IReadOnlyList<string> ScikitLearnVersions { get; init; }

    /// <summary>Whether the arrays were written by NumPy 2.</summary>
    public required bool IsFromNumPy2 { get; init; }

    /// <summary>Names that no model has a use for, in order; a file made to run commands has them. Nothing of them was run.</summary>
    public required IReadOnlyList<string> SuspiciousNames { get; init; }

    /// <summary>Bytes behind the end of the model, which are not read.</summary>
    public required int TrailingSize { get; init; }

    /// <summary>Every class in the file, by first appearance.</summary>
    public required IReadOnlyList<InspectedClass> Classes { get; init; }

    /// <summary>The objects, as far as the limits of a tree allow.</summary>
    public required InspectedNode Root { get; init; }
}
