using Hamf.Models.Formats.Boosting;
using Hamf.Models.Formats.Onnx;

namespace Hamf.Models.Formats.Importing;

/// <summary>A file that holds one model and nothing else: of a boosting library, or ONNX.</summary>
internal static class LibraryFile
{
    /// <summary>Whether a file begins like one of these.</summary>
    public static bool LooksLike(ReadOnlySpan<byte> content) => BoosterFile.LooksLike(content) || OnnxFile.LooksLike(content);

    /// <summary>The model in a file that <see cref="LooksLike"/> one.</summary>
    /// <exception cref="ImportException">It is damaged, or not supported.</exception>
    public static ImportedEstimator Read(ReadOnlyMemory<byte> content) =>
        BoosterFile.LooksLike(content.Span) ? BoosterFile.Read(content) : OnnxFile.Read(content);
}
