using Hamf.Models.Data;
using Hamf.Models.Trees;

namespace Hamf.Models.Formats.Hamf;

/// <summary>The part of a model file that holds a <see cref="TreeModel"/>.</summary>
internal static class TreeForm
{
    // Feature, threshold, set, default, two children, value, cover.
    private const int NodeSize = 4 + 8 + 4 + 1 + 4 + 4 + 8 + 8;

    private const int MaxAlgorithmLength = 64;

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
        writer.Flags(trees.DefaultLeft);
        writer.Ints(trees.Left);
        writer.Ints(trees.Right);
        writer.Doubles(trees.Value);
        writer.Doubles(trees.Cover);
        writer.Int(trees.SetWords.Length);
        writer.Longs(trees.SetWords);
    }

    public static TreeModel Read(ref ModelReader reader, FeatureInfo[] features, int version)
    {
        double[] importance = FeaturesForm.ReadImportance(ref reader, features.Length);
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
            DefaultLeft = reader.Flags(nodes),
            Left = reader.Ints(nodes),
            Right = reader.Ints(nodes),
            Value = ReadValues(ref reader, nodes, head.LeafWidth),
            Cover = reader.Doubles(nodes),
            SetWords = reader.Longs(reader.Count(8, "category words")),
        };
        string? fault = starts[0] != 0 || starts[^1] != nodes ? "the trees do not cover the nodes" : null;
        fault ??= TreeEnsembleCheck.FindFault(trees, features);
        fault ??= TreeRange.Fits(trees, head.Link) ? null : "its trees lead out of the range of their outputs";
        return fault is null
            ? new TreeModel(head.Algorithm, features, trees, head.Link, importance)
            : throw ModelFault.Damaged(fault);
    }

    private static Head ReadHead(ref ModelReader reader)
    {
        string algorithm = reader.Text("the algorithm");
        var link = (TreeLink)reader.Byte();
        var sum = (TreeSum)reader.Byte();
        bool roundsToSingle = reader.Flags(1)[0];
        int leafWidth = reader.Int();
        int outputs = reader.Count(8, "outputs");
        bool isKnown = Enum.IsDefined(link) && Enum.IsDefined(sum) && algorithm.Length is > 0 and <= MaxAlgorithmLength;
        bool fits = leafWidth == 1 || leafWidth == outputs;
        return isKnown && fits && FitsLink(link, outputs)
            ? new Head(algorithm, link, sum, roundsToSingle, leafWidth, outputs)
            : throw ModelFault.Damaged("its trees are of no known kind");
    }

    // What the outputs mean depends on their number, so a link that gives one must not be given several.
    private static bool FitsLink(TreeLink link, int outputs) => link switch
    {
        TreeLink.Softmax or TreeLink.OneVersusRest => outputs >= 2,
        TreeLink.Probability => outputs >= 1,
        _ => outputs == 1,
    };

    private static double[] ReadValues(ref ModelReader reader, int nodes, int leafWidth)
    {
        long count = (long)nodes * leafWidth;
        return count <= int.MaxValue ? reader.Doubles((int)count) : throw ModelFault.Damaged("it ends in the middle of a table");
    }

    private readonly record struct Head(
        string Algorithm, TreeLink Link, TreeSum Sum, bool RoundsToSingle, int LeafWidth, int Outputs);
}
