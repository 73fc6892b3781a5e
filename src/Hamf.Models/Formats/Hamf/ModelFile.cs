using Hamf.Models.Graph;

namespace Hamf.Models.Formats.Hamf;

/// <summary>Hamf's own model format (docs/formats/model.md): versioned, checksummed, read without trust.</summary>
public static class ModelFile
{
    /// <summary>Writes a model; the same model gives the same bytes.</summary>
    public static byte[] Write(Model model) => throw new NotImplementedException();

    /// <summary>Reads a model; every length and index is checked before it is used.</summary>
    /// <exception cref="InvalidDataException">Not a model, damaged, or written by a newer version; the message says which.</exception>
    public static Model Read(ReadOnlySpan<byte> content) => throw new NotImplementedException();
}
