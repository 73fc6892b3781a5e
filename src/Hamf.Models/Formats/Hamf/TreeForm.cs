using Hamf.Models.Data;
using Hamf.Models.Trees;

namespace Hamf.Models.Formats.Hamf;

/// <summary>The part of a model file that holds a <see cref="TreeModel"/>.</summary>
internal static class TreeForm
{
    // Feature, threshold, set, default, two children, value, cover.
    private const int NodeSize = 4 + 8 + 4 + 1 + 4 + 4 + 8 + 8;

    // What version 1 could hold.
    private static readonly Head FirstHead = new("gbdt", TreeLink.Logistic, TreeSum.Double, RoundsToSingle: false, LeafWidth: 1, Outputs: 1);

    public static void Write(ModelWriter writer, TreeModel model)
    {
        TreeEnsemble trees = model.Trees;
        writer.Doubles(model.Importance());
        writer.Text(model.Algorithm);
        writer.Byte((byte)model.Link);
        writer.Byte((byte)trees.Sum);
        writer.Byte(trees.RoundsToSingle ? (byte)1 : (byte)0);
        writer.Int(trees.LeafWidth);
        writer.Int(trees.OutputCount);
        writer.Doubles(trees.Bases);
        writer.Int(trees.TreeCount);
        writer.Ints(trees.TreeStarts);
        writer.Ints(trees.TreeOutput);
        writer.Int(trees.NodeCount);
        writer.Ints(trees.Feature);
        writer.Doubles(trees.Threshold);
        writer.Ints(trees.SetStart);
        foreach (bool defaultLeft in trees.DefaultLeft)
        {
            writer.Byte(defaultLeft ? (byte)1 : (byte)0);
        }

        writer.Ints(trees.Left);
        writer.Ints(trees.Right);
        writer.Doubles(trees.Value);
        writer.Doubles(trees.Cover);
        writer.Int(trees.SetWords.Length);
        foreach (ulong word in trees.SetWords)
        {
            writer.Long(word);
        }
    }

    public static TreeModel Read(ref ModelReader reader, FeatureInfo[] features, int version)
    {
        double[] importance = ReadImportance(ref reader, features.Length);
        Head head = version == 1 ? FirstHead : ReadHead(ref reader);
        double[] bases = reader.Doubles(head.Outputs);
        int[] starts = reader.Ints(reader.Count(4, "trees") + 1);
        int[] outputs = version == 1 ? new int[starts.Length - 1] : reader.Ints(starts.Length - 1);
        int nodes = reader.Count(NodeSize, "nodes");
        var trees = new TreeEnsemble
        {
            Bases = bases,
            TreeStarts = starts,
            TreeOutput = outputs,
            LeafWidth = head.LeafWidth,
            Sum = head.Sum,
            RoundsToSingle = head.RoundsToSingle,
            Feature = reader.Ints(nodes),
            Threshold = reader.Doubles(nodes),
            SetStart = reader.Ints(nodes),
            DefaultLeft = ReadFlags(ref reader, nodes),
            Left = reader.Ints(nodes),
            Right = reader.Ints(nodes),
            Value = reader.Doubles(checked(nodes * head.LeafWidth)),
            Cover = reader.Doubles(nodes),
            SetWords = ReadWords(ref reader),
        };
        string? fault = starts[0] != 0 || starts[^1] != nodes ? "the trees do not cover the nodes" : TreeEnsembleCheck.FindFault(trees, features);
        return fault is null
            ? new TreeModel(head.Algorithm, features, trees, head.Link, importance)
            : throw new InvalidDataException($"The model file is damaged: {fault}.");
    }

    public static double[] ReadImportance(ref ModelReader reader, int count)
    {
        double[] importance = reader.Doubles(count);
        return importance.All(i => i is >= 0 and <= 1)
            ? importance
            : throw new InvalidDataException("The model file is damaged: an importance is not in [0, 1].");
    }

    private static Head ReadHead(ref ModelReader reader)
    {
        string algorithm = reader.Text("the algorithm");
        byte link = reader.Byte();
        byte sum = reader.Byte();
        bool roundsToSingle = reader.Byte() != 0;
        int leafWidth = reader.Int();
        int outputs = reader.Count(8, "outputs");
        return link <= (byte)TreeLink.Isolation && sum <= (byte)TreeSum.Single && leafWidth >= 1 && leafWidth <= outputs
            ? new Head(algorithm, (TreeLink)link, (TreeSum)sum, roundsToSingle, leafWidth, outputs)
            : throw new InvalidDataException("The model file is damaged: its trees are of no known kind.");
    }

    private static bool[] ReadFlags(ref ModelReader reader, int count)
    {
        ReadOnlySpan<byte> bytes = reader.Bytes(count);
        var flags = new bool[count];
        for (int i = 0; i < count; i++)
        {
            flags[i] = bytes[i] != 0;
        }

        return flags;
    }

    private static ulong[] ReadWords(ref ModelReader reader)
    {
        var words = new ulong[reader.Count(8, "category words")];
        for (int i = 0; i < words.Length; i++)
        {
            words[i] = reader.Long();
        }

        return words;
    }

    private readonly record struct Head(
        string Algorithm, TreeLink Link, TreeSum Sum, bool RoundsToSingle, int LeafWidth, int Outputs);
}
