using System.Security.Cryptography;
using Hamf.Models.Data;
using Hamf.Models.Graph;
using Hamf.Models.Linear;
using Hamf.Models.Trees;

namespace Hamf.Models.Formats.Hamf;

/// <summary>Hamf's own model format (docs/formats/model.md): versioned, checksummed, read without trust.</summary>
public static class ModelFile
{
    private const int Version = 2;
    private const byte LogisticKind = 1;
    private const byte TreesKind = 2;

    private static ReadOnlySpan<byte> Magic => "HAMFMODL"u8;

    /// <summary>Writes a model; the same model gives the same bytes.</summary>
    /// <exception cref="ArgumentException">A kind of model that has no form in this version.</exception>
    public static byte[] Write(Model model)
    {
        var writer = new ModelWriter();
        writer.Bytes(Magic);
        writer.Int(Version);
        switch (model)
        {
            case LogisticModel logistic:
                writer.Byte(LogisticKind);
                WriteFeatures(writer, model.Features);
                LogisticForm.Write(writer, logistic);
                break;
            case TreeModel trees:
                writer.Byte(TreesKind);
                WriteFeatures(writer, model.Features);
                TreeForm.Write(writer, trees);
                break;
            default:
                throw new ArgumentException($"A model of kind '{model.Algorithm}' cannot be written.", nameof(model));
        }

        return [.. writer.Written, .. SHA256.HashData(writer.Written)];
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
            throw new InvalidDataException("The model file is damaged: it is too short.");
        }

        var reader = new ModelReader(content[..^SHA256.HashSizeInBytes]);
        reader.Bytes(Magic.Length);
        int version = reader.Int();
        if (version > Version)
        {
            throw new InvalidDataException(
                $"The model file has version {version}; this program reads up to {Version}. Use a newer Hamf.");
        }

        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(content[..^SHA256.HashSizeInBytes], digest);
        return version is >= 1 and <= Version && digest.SequenceEqual(content[^SHA256.HashSizeInBytes..])
            ? ReadBody(ref reader, version)
            : throw new InvalidDataException("The model file is damaged: its checksum is wrong.");
    }

    private static Model ReadBody(ref ModelReader reader, int version)
    {
        byte kind = reader.Byte();
        FeatureInfo[] features = ReadFeatures(ref reader);
        Model model = kind switch
        {
            LogisticKind => LogisticForm.Read(ref reader, features),
            TreesKind => TreeForm.Read(ref reader, features, version),
            _ => throw new InvalidDataException($"The model file is damaged: there is no kind {kind}."),
        };
        return reader.IsAtEnd ? model : throw new InvalidDataException("The model file is damaged: it goes on after the model.");
    }

    private static void WriteFeatures(ModelWriter writer, IReadOnlyList<FeatureInfo> features)
    {
        writer.Int(features.Count);
        foreach (FeatureInfo feature in features)
        {
            writer.Text(feature.Name);
            writer.Byte((byte)feature.Kind);
            writer.Int(feature.Categories.Count);
            foreach (string category in feature.Categories)
            {
                writer.Text(category);
            }
        }
    }

    private static FeatureInfo[] ReadFeatures(ref ModelReader reader)
    {
        var features = new FeatureInfo[reader.Count(9, "features")];
        for (int f = 0; f < features.Length; f++)
        {
            string name = reader.Text("a feature's name");
            byte kind = reader.Byte();
            var categories = new string[reader.Count(4, "categories")];
            for (int c = 0; c < categories.Length; c++)
            {
                categories[c] = reader.Text("a category");
            }

            if (kind > (byte)FeatureKind.Categorical || (kind == (byte)FeatureKind.Numeric && categories.Length > 0))
            {
                throw new InvalidDataException($"The model file is damaged: the kind of feature '{name}' is wrong.");
            }

            features[f] = new FeatureInfo(name, (FeatureKind)kind, categories);
        }

        return features;
    }
}
