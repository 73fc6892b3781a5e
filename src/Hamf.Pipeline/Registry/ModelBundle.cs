using System.Buffers.Binary;
using System.Security.Cryptography;
using Hamf.Models.Formats.Hamf;
using Hamf.Models.Graph;

namespace Hamf.Pipeline.Registry;

/// <summary>What a model version scores with: the model and its threshold. One artifact.</summary>
/// <param name="Model">The model; its features carry the learned categories.</param>
/// <param name="Threshold">A score at or above it is a positive decision.</param>
/// <remarks>
/// Bytes, little-endian: <c>HAMFBNDL</c>, version (int32, 1), threshold (double), length of the model (int32), the model as
/// <see cref="ModelFile"/> writes it, SHA-256 of everything before.
/// </remarks>
public sealed record ModelBundle(Model Model, double Threshold)
{
    private const int CurrentVersion = 1;
    private const int HeaderSize = 8 + 4 + 8 + 4;

    private static ReadOnlySpan<byte> Magic => "HAMFBNDL"u8;

    /// <summary>Writes the bundle as an artifact; the same bundle gives the same bytes.</summary>
    public byte[] ToBytes()
    {
        int size = checked((int)ModelFile.SizeOf(Model));
        var content = new byte[checked(HeaderSize + size + SHA256.HashSizeInBytes)];
        Span<byte> span = content;
        Magic.CopyTo(span);
        BinaryPrimitives.WriteInt32LittleEndian(span[8..], CurrentVersion);
        BinaryPrimitives.WriteDoubleLittleEndian(span[12..], Threshold);
        BinaryPrimitives.WriteInt32LittleEndian(span[20..], size);

        // A big model is written into its place: beside a forest of 300 MB there is no room for it twice.
        using (var target = new MemoryStream(content, HeaderSize, size))
        {
            ModelFile.Write(Model, target);
        }

        SHA256.HashData(span[..^SHA256.HashSizeInBytes], span[^SHA256.HashSizeInBytes..]);
        return content;
    }

    /// <summary>Reads an artifact written by <see cref="ToBytes"/>.</summary>
    /// <exception cref="InvalidDataException">Damaged, or written by a newer version.</exception>
    public static ModelBundle FromBytes(ReadOnlySpan<byte> content)
    {
        if (content.Length < HeaderSize + SHA256.HashSizeInBytes || !content.StartsWith(Magic))
        {
            throw new InvalidDataException("These bytes are not a model bundle of Hamf.");
        }

        int version = BinaryPrimitives.ReadInt32LittleEndian(content[8..]);
        if (version != CurrentVersion)
        {
            throw new InvalidDataException(
                $"The model bundle has format {version}; this Hamf reads format {CurrentVersion}. Use the Hamf that wrote it, or a newer one.");
        }

        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(content[..^SHA256.HashSizeInBytes], digest);
        int length = BinaryPrimitives.ReadInt32LittleEndian(content[20..]);
        double threshold = BinaryPrimitives.ReadDoubleLittleEndian(content[12..]);
        if (!digest.SequenceEqual(content[^SHA256.HashSizeInBytes..])
            || length != content.Length - HeaderSize - SHA256.HashSizeInBytes
            || double.IsNaN(threshold))
        {
            throw new InvalidDataException("The model bundle is damaged: its checksum does not fit its content. Restore it from a backup, or train again.");
        }

        return new ModelBundle(ModelFile.Read(content.Slice(HeaderSize, length)), threshold);
    }
}
