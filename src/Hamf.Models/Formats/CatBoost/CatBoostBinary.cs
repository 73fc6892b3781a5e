using System.Buffers.Binary;
using System.Text;
using Hamf.Models.Formats.Boosting;

namespace Hamf.Models.Formats.CatBoost;

/// <summary>Reads CatBoost's own layout: <c>CBM1</c>, a length, and a FlatBuffers table of the schema in its sources (model.fbs, features.fbs).</summary>
internal static class CatBoostBinary
{
    private const int MaxDepth = 24;

    /// <summary>The first bytes of a file.</summary>
    public static ReadOnlySpan<byte> Mark => "CBM1"u8;

    /// <summary>The model.</summary>
    /// <exception cref="ImportException">It is damaged, or not supported.</exception>
    public static CatBoostModel Read(ReadOnlyMemory<byte> content)
    {
        int head = Mark.Length + 4;
        uint size = content.Length >= head ? BinaryPrimitives.ReadUInt32LittleEndian(content.Span[Mark.Length..]) : uint.MaxValue;
        if (size > content.Length - head)
        {
            throw new ImportException(string.Empty, "the model of CatBoost ends before it should", "Copy the file again");
        }

        FlatTable core = FlatTable.Root(content.Slice(head, (int)size));
        FlatTable trees = core.Table(Core.Trees);
        Refuse(trees);
        Dictionary<string, string> info = Info(core);
        FlatTable[] features = trees.Tables(Fields.FloatFeatures);
        int outputs = trees.Int(Fields.Dimension, 1);
        double[] biases = trees.Count(Fields.MultiBias) > 0 ? trees.Doubles(Fields.MultiBias) : [trees.Double(Fields.Bias, 0)];
        return new CatBoostModel(
            Columns(features),
            Trees(trees, Splits(features), outputs),
            outputs,
            trees.Double(Fields.Scale, 1),
            biases,
            Loss(info),
            info.TryGetValue("class_params", out string? classes) ? CatBoostInfo.Classes(Json(classes, "class_params")) : null);
    }

    private static void Refuse(FlatTable trees)
    {
        bool hasOther = trees.Count(Fields.CatFeatures) + (long)trees.Count(Fields.OneHotFeatures) + trees.Count(Fields.CtrFeatures) > 0;
        bool hasText = trees.Count(Fields.TextFeatures) + (long)trees.Count(Fields.EstimatedFeatures) + trees.Count(Fields.EmbeddingFeatures) > 0;
        if (hasOther || hasText)
        {
            throw CatBoostFile.OtherColumns(hasText ? "texts or embeddings" : "categories");
        }

        if (trees.Count(Fields.StepNodes) > 0)
        {
            throw CatBoostFile.OtherTrees();
        }
    }

    private static Dictionary<string, string> Info(FlatTable core)
    {
        var info = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (FlatTable pair in core.Tables(Core.Info))
        {
            info[pair.Text(0)] = pair.Text(1);
        }

        return info;
    }

    private static string Loss(Dictionary<string, string> info) => info.TryGetValue("params", out string? parameters)
        ? CatBoostInfo.Loss(Json(parameters, "params"))
        : throw new ImportException(string.Empty, "the model of CatBoost does not tell its loss", "Export the model as ONNX");

    private static DocumentPlace Json(string text, string path) => new(JsonDocuments.Read(Encoding.UTF8.GetBytes(text), areSingles: false), path);

    private static string[] Columns(FlatTable[] features)
    {
        var names = new SortedDictionary<int, string>();
        foreach (FlatTable feature in features)
        {
            names[feature.Int(Feature.Column, -1)] = feature.Text(Feature.Name);
        }

        return CatBoostFile.Columns(names);
    }

    // The splits of all columns one after the other; trees name them by their place.
    private static List<CatBoostSplit> Splits(FlatTable[] features)
    {
        var splits = new List<CatBoostSplit>();
        foreach (FlatTable feature in features)
        {
            bool isAbove = feature.Flag(Feature.HasMissing) && feature.Byte(Feature.MissingTreatment) == Feature.AsTrue;
            splits.AddRange(feature.Singles(Feature.Borders).Select(border => new CatBoostSplit(feature.Int(Feature.Column, -1), border, isAbove)));
        }

        return splits;
    }

    private static List<CatBoostTree> Trees(FlatTable trees, List<CatBoostSplit> splits, int outputs)
    {
        (int[] named, int[] depths) = (trees.Ints(Fields.Splits), trees.Ints(Fields.Sizes));
        (double[] values, double[] weights) = (trees.Doubles(Fields.LeafValues), trees.Doubles(Fields.LeafWeights));
        var found = new List<CatBoostTree>(depths.Length);
        (int split, long leaf) = (0, 0L);
        foreach (int depth in depths)
        {
            long leaves = depth is >= 0 and <= MaxDepth ? 1L << depth : long.MaxValue / 2;
            if (outputs < 1 || leaves > values.Length || split + depth > named.Length || (leaf + leaves) * outputs > values.Length)
            {
                throw new ImportException($"tree {found.Count}", "the tree is damaged: its levels do not fit its leaves", "Copy the file again");
            }

            found.Add(new CatBoostTree(
                Array.ConvertAll(named[split..(split + depth)], name => name >= 0 && name < splits.Count
                    ? splits[name]
                    : throw new ImportException($"tree {found.Count}", $"the tree is damaged: it asks split {name} of {splits.Count}", "Copy the file again")),
                values[(int)(leaf * outputs)..(int)((leaf + leaves) * outputs)],
                leaf + leaves <= weights.Length ? weights[(int)leaf..(int)(leaf + leaves)] : []));
            split += depth;
            leaf += leaves;
        }

        return found;
    }

    // Places of fields in the schema's tables.
    private static class Core
    {
        public const int Trees = 1;
        public const int Info = 2;
    }

    private static class Fields
    {
        public const int Dimension = 0;
        public const int Splits = 1;
        public const int Sizes = 2;
        public const int CatFeatures = 4;
        public const int FloatFeatures = 5;
        public const int OneHotFeatures = 6;
        public const int CtrFeatures = 7;
        public const int LeafValues = 8;
        public const int LeafWeights = 9;
        public const int StepNodes = 10;
        public const int TextFeatures = 12;
        public const int EstimatedFeatures = 13;
        public const int Scale = 14;
        public const int Bias = 15;
        public const int MultiBias = 16;
        public const int EmbeddingFeatures = 18;
    }

    private static class Feature
    {
        public const int HasMissing = 0;
        public const int Column = 2;
        public const int Borders = 3;
        public const int Name = 4;
        public const int MissingTreatment = 5;
        public const int AsTrue = 2;
    }
}
