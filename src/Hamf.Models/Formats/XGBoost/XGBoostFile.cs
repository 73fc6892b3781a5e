using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Hamf.Models.Formats.Boosting;

namespace Hamf.Models.Formats.XGBoost;

/// <summary>Reads a model as XGBoost itself saves one: JSON, UBJSON, or one of the old binary layouts. What a pickle of its wrappers holds is the same.</summary>
internal static class XGBoostFile
{
    // How far into a JSON text the first names stand.
    private const int HeadSize = 4096;

    private static ReadOnlySpan<byte> BinaryMark => "binf"u8;

    private static ReadOnlySpan<byte> ConfigMark => "CONFIG-offset:"u8;

    /// <summary>Whether a file begins like one of XGBoost's.</summary>
    public static bool LooksLike(ReadOnlySpan<byte> content) =>
        content.StartsWith(BinaryMark) || content.StartsWith(ConfigMark) || IsUbjson(content)
        || (content[..Math.Min(content.Length, HeadSize)].TrimStart(" \t\r\n"u8) is [(byte)'{', ..] head
            && (head.IndexOf("\"learner\""u8) >= 0 || head.IndexOf("\"Config\""u8) >= 0))
        || XGBoostBinary.LooksLike(content);

    /// <summary>The model in a file.</summary>
    /// <exception cref="ImportException">It is damaged, or not supported.</exception>
    public static ImportedEstimator Read(ReadOnlyMemory<byte> content)
    {
        XGBoostModel model = ReadModel(content.Span);
        XGBoostUse use = WrapperUse(model);
        var notes = new List<string>();
        int trees = XGBoostEstimators.TreeCount(model, use);
        if (trees < model.Trees.Count)
        {
            notes.Add($"Early stopping: the first {trees} of {model.Trees.Count} trees predict, as in scikit-learn's wrapper.");
        }

        if (model.Objective is "reg:logistic")
        {
            notes.Add("The objective reg:logistic predicts a share; it is served as the probability of class 1.");
        }

        string[]? names = model.FeatureNames.Length == model.FeatureCount ? model.FeatureNames : null;
        return new ImportedEstimator(XGBoostEstimators.Build(model, use), names, "XGBoost", model.VersionText, notes);
    }

    /// <summary>What a file holds, as it stands there.</summary>
    /// <exception cref="ImportException">It is damaged, or not supported.</exception>
    public static XGBoostModel ReadModel(ReadOnlySpan<byte> content)
    {
        if (content.StartsWith(ConfigMark))
        {
            content = content[ConfigMark.Length..];
            ulong size = content.Length >= 8 ? BinaryPrimitives.ReadUInt64LittleEndian(content) : ulong.MaxValue;
            content = size <= (ulong)Math.Max(0, content.Length - 8)
                ? content.Slice(8, (int)size)
                : throw new ImportException(string.Empty, "the model of XGBoost ends before its configuration", "Copy the file again");
        }

        if (content.StartsWith(BinaryMark))
        {
            return XGBoostBinary.Read(content[BinaryMark.Length..]);
        }

        return IsUbjson(content) ? XGBoostDocument.Read(UbjsonDocuments.Read(content))
            : content.TrimStart(" \t\r\n"u8) is [(byte)'{', ..] ? XGBoostDocument.Read(JsonDocuments.Read(content, areSingles: true))
            : XGBoostBinary.Read(content);
    }

    // An object whose first name follows, its length first.
    private static bool IsUbjson(ReadOnlySpan<byte> content) => content is [(byte)'{', (byte)'i' or (byte)'U' or (byte)'I' or (byte)'l' or (byte)'L', ..];

    // Scikit-learn's wrappers leave their parameters in the file, from 1.0 on.
    private static XGBoostUse WrapperUse(XGBoostModel model)
    {
        if (!model.Attributes.TryGetValue("scikit_learn", out string? text))
        {
            return new XGBoostUse();
        }

        var wrapper = new DocumentPlace(JsonDocuments.Read(Encoding.UTF8.GetBytes(text), areSingles: false), "learner.attributes.scikit_learn");
        double missing = wrapper.Has("missing") ? wrapper.Child("missing").Node.Number ?? double.NaN : double.NaN;
        string[]? classes = wrapper.Has("classes_") && wrapper.Child("classes_").Node.Numbers is { Length: > 0 } labels
            ? Array.ConvertAll(labels, label => label.ToString("R", CultureInfo.InvariantCulture))
            : null;
        return new XGBoostUse { StopsAtBest = true, Missing = missing, Classes = classes };
    }
}
