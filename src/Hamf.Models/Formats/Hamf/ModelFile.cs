using System.Buffers.Binary;
using System.Security.Cryptography;
using Hamf.Models.Data;
using Hamf.Models.Graph;
using Hamf.Models.Linear;
using Hamf.Models.Trees;

namespace Hamf.Models.Formats.Hamf;

/// <summary>Hamf's own model format (docs/formats/model.md): versioned, checksummed, read without trust.</summary>
public static class ModelFile
{
    /// <summary>The format version that is written; older ones are read, newer ones refused.</summary>
    public const int FormatVersion = 1;

    private const int HeaderSize = 16;
    private const int ChecksumSize = 32;
    private const uint TreeKind = 1;
    private const uint LogisticKind = 2;

    private static ReadOnlySpan<byte> Magic => "HAMFMODL"u8;

    /// <summary>Writes a model; the same model gives the same bytes.</summary>
    public static byte[] Write(Model model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var body = new BodyWriter();
        body.Bytes(Magic);
        body.UInt32(FormatVersion);
        body.UInt32(model switch
        {
            TreeModel => TreeKind,
            LogisticModel => LogisticKind,
            _ => throw new ArgumentException($"Models of the kind '{model.Algorithm}' have no file format.", nameof(model)),
        });
        FeatureSection.Write(body, model.Features);
        if (model is TreeModel trees)
        {
            TreeSection.Write(body, trees.Trees);
        }
        else
        {
            LogisticSection.Write(body, (LogisticModel)model);
        }

        byte[] content = body.ToArray();
        return [.. content, .. SHA256.HashData(content)];
    }

    /// <summary>Reads a model; every length and index is checked before it is used.</summary>
    /// <exception cref="InvalidDataException">Not a model, damaged, or written by a newer version; the message says which.</exception>
    public static Model Read(ReadOnlySpan<byte> content)
    {
        if (content.Length < HeaderSize + ChecksumSize || !content.StartsWith(Magic))
        {
            throw new InvalidDataException("This is not a Hamf model file: it does not begin with HAMFMODL.");
        }

        uint version = BinaryPrimitives.ReadUInt32LittleEndian(content[8..]);
        if (version != FormatVersion)
        {
            throw new InvalidDataException(
                $"The model file has format version {version}; this Hamf reads version {FormatVersion}. Use a Hamf at least as new as the one that wrote it.");
        }

        ReadOnlySpan<byte> body = content[..^ChecksumSize];
        if (!SHA256.HashData(body).AsSpan().SequenceEqual(content[^ChecksumSize..]))
        {
            throw new InvalidDataException("The model file is damaged: its checksum does not fit. Take it from a backup or train again.");
        }

        var reader = new BodyReader(body[12..]);
        uint kind = reader.UInt32();
        FeatureInfo[] features = FeatureSection.Read(ref reader);
        Model model = kind switch
        {
            TreeKind => new TreeModel(features, TreeSection.Read(ref reader, features)),
            LogisticKind => LogisticSection.Read(ref reader, features),
            _ => throw new InvalidDataException($"The model file holds a model of kind {kind}, which this Hamf does not know."),
        };
        reader.End();
        return model;
    }
}
