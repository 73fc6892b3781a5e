using System.Security.Cryptography;
using Hamf.Models.Graph;

namespace Hamf.Models.Formats.Hamf;

/// <summary>Hamf's own model format (docs/formats/model.md): versioned, checksummed, read without trust.</summary>
public static class ModelFile
{
    private const int Version = 2;

    // From this size on mapping is cheaper than a buffer for the whole file.
    private const int LeastMappedSize = 1 << 20;

    private static ReadOnlySpan<byte> Magic => "HAMFMODL"u8;

    /// <summary>How many bytes a model takes.</summary>
    /// <exception cref="ArgumentException">A kind of model that has no form in this version.</exception>
    public static long SizeOf(Model model)
    {
        using var counter = new ModelWriter(null);
        WriteAll(counter, model);
        return counter.Length;
    }

    /// <summary>Writes a model; the same model gives the same bytes.</summary>
    /// <exception cref="ArgumentException">A kind of model that has no form in this version.</exception>
    public static byte[] Write(Model model)
    {
        var content = new byte[SizeOf(model)];
        using var stream = new MemoryStream(content);
        Write(model, stream);
        return content;
    }

    /// <summary>Writes a model to a stream, without a copy of it in memory; the same bytes as <see cref="Write(Model)"/>.</summary>
    /// <exception cref="ArgumentException">A kind of model that has no form in this version.</exception>
    public static void Write(Model model, Stream target)
    {
        using var writer = new ModelWriter(target);
        WriteAll(writer, model);
    }

    /// <summary>Reads the model in a file. A big file is mapped, not loaded; it must not be written to meanwhile.</summary>
    /// <exception cref="InvalidDataException">As in <see cref="Read"/>, or more than 2 GB.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Model Open(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        if (stream.Length > Array.MaxLength)
        {
            throw new InvalidDataException($"The model file has {stream.Length} bytes; at most {Array.MaxLength} can be read.");
        }

        if (stream.Length >= LeastMappedSize)
        {
            using var mapped = new MappedFile(stream);
            return Read(mapped.Content);
        }

        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return Read(content);
    }

    /// <summary>Reads a model; every length and index is checked before it is used.</summary>
    /// <exception cref="InvalidDataException">Not a model, damaged, or written by a newer version; the message says which.</exception>
    public static Model Read(ReadOnlySpan<byte> content)
    {
        if (!content.StartsWith(Magic))
        {
            throw new InvalidDataException("This is not a Hamf model file.");
        }

        if (content.Length < Magic.Length + sizeof(int) + SHA256.HashSizeInBytes)
        {
            throw ModelFault.Damaged("it is too short");
        }

        var reader = new ModelReader(content[..^SHA256.HashSizeInBytes]);
        reader.Bytes(Magic.Length);
        int version = reader.Int();
        if (version > Version)
        {
            throw ModelFault.TooNew($"has version {version}; this program reads up to {Version}");
        }

        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(content[..^SHA256.HashSizeInBytes], digest);
        if (version < 1 || !digest.SequenceEqual(content[^SHA256.HashSizeInBytes..]))
        {
            throw ModelFault.Damaged("its checksum is wrong");
        }

        return version == 1 ? ModelBody.ReadFirst(ref reader) : ModelBody.Read(ref reader);
    }

    private static void WriteAll(ModelWriter writer, Model model)
    {
        writer.Bytes(Magic);
        writer.Int(Version);
        ModelBody.Write(writer, model);
        writer.Finish();
    }
}
