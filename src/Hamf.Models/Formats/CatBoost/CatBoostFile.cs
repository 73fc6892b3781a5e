using System.Globalization;
using Hamf.Models.Data;
using Hamf.Models.Formats.Boosting;
using Hamf.Models.Graph;
using Hamf.Models.Trees;

namespace Hamf.Models.Formats.CatBoost;

/// <summary>Reads a model as CatBoost saves one: its own binary layout, or JSON. Trees of one question per level over columns of numbers.</summary>
internal static class CatBoostFile
{
    // A column costs about a hundred bytes whatever the file's size.
    private const int MaxColumns = 500_000;
    private const int HeadSize = 4096;

    /// <summary>Whether a file begins like one of CatBoost's.</summary>
    public static bool LooksLike(ReadOnlySpan<byte> content) => content.StartsWith(CatBoostBinary.Mark)
        || (content.TrimStart(" \t\r\n"u8) is [(byte)'{', ..] head
            && (head[..Math.Min(head.Length, HeadSize)].IndexOf("\"features_info\""u8) >= 0 || head[..Math.Min(head.Length, HeadSize)].IndexOf("\"oblivious_trees\""u8) >= 0));

    /// <summary>The model in a file.</summary>
    /// <exception cref="ImportException">It is damaged, or not supported.</exception>
    public static ImportedEstimator Read(ReadOnlyMemory<byte> content)
    {
        CatBoostModel model = content.Span.StartsWith(CatBoostBinary.Mark)
            ? CatBoostBinary.Read(content)
            : CatBoostJson.Read(JsonDocuments.Read(content.Span, areSingles: false));
        bool hasNames = model.Columns.All(name => name.Length > 0);
        return new ImportedEstimator(Build(model), hasNames ? model.Columns : null, "CatBoost", null, []);
    }

    /// <summary>The names by column, from those of the columns that the file lists.</summary>
    internal static string[] Columns(SortedDictionary<int, string> names)
    {
        int count = names.Count == 0 ? 0 : names.Keys.Last() + 1;
        if (names.Count == 0 || names.Keys.First() < 0 || count > MaxColumns)
        {
            throw new ImportException(string.Empty, $"a model of {count} columns cannot be imported (at most {MaxColumns})");
        }

        return [.. Enumerable.Range(0, count).Select(i => names.GetValueOrDefault(i, string.Empty))];
    }

    internal static ImportException OtherColumns(string what) => new(
        string.Empty,
        $"the model of CatBoost reads columns that are no numbers ({what}), which cannot be imported",
        "Encode them as numbers before training, or export the model as ONNX");

    internal static ImportException OtherTrees() => new(
        string.Empty, "the trees of CatBoost ask different questions in a level (grow_policy), which cannot be imported", "Train with grow_policy='SymmetricTree'");

    private static TreeEstimator Build(CatBoostModel model)
    {
        TreeLink link = Link(model);
        int expected = link switch
        {
            TreeLink.Logistic => 2,
            TreeLink.Softmax or TreeLink.OneVersusRest => model.OutputCount,
            _ => 0,
        };
        double[] bases = model.Biases.Length == model.OutputCount ? model.Biases
            : model.Biases is [0] ? new double[model.OutputCount]
            : throw new ImportException(string.Empty, $"{model.Biases.Length} biases do not fit {model.OutputCount} outputs");
        var trees = new BoostedTrees([.. Enumerable.Range(0, model.Columns.Length).Select(i => FeatureInfo.Numeric($"f{i}"))], bases) { RoundsToSingle = true };
        for (int i = 0; i < model.Trees.Count; i++)
        {
            for (int output = 0; output < model.OutputCount; output++)
            {
                trees.Add(Nodes(model, model.Trees[i], output), output, $"tree {i}");
            }
        }

        string[] numbered = [.. Enumerable.Range(0, expected).Select(i => i.ToString(CultureInfo.InvariantCulture))];
        return new TreeEstimator(trees.Build("catboost", link), model.Classes?.Length == expected ? model.Classes : numbered);
    }

    private static TreeLink Link(CatBoostModel model)
    {
        string loss = model.Loss.Split(':')[0];
        TreeLink link = loss switch
        {
            "Logloss" or "CrossEntropy" => TreeLink.Logistic,
            "MultiClass" => TreeLink.Softmax,
            "MultiClassOneVsAll" => TreeLink.OneVersusRest,
            "Poisson" or "Tweedie" => TreeLink.Exponential,
            "RMSE" or "MAE" or "Quantile" or "MAPE" or "Huber" or "LogCosh" or "Expectile" or "Lq" => TreeLink.Identity,
            _ => throw new ImportException(string.Empty, $"the loss '{model.Loss}' of CatBoost cannot be imported", "Export the model as ONNX"),
        };
        bool isMany = link is TreeLink.Softmax or TreeLink.OneVersusRest;
        return isMany == model.OutputCount > 1
            ? link
            : throw new ImportException(string.Empty, $"{model.OutputCount} outputs do not fit the loss '{model.Loss}'");
    }

    // The last level is asked first: so the leaves stand in their order. A value above the border goes right.
    private static BoostedNode[] Nodes(CatBoostModel model, CatBoostTree tree, int output)
    {
        int depth = tree.Splits.Length;
        int leaves = 1 << depth;
        var nodes = new BoostedNode[(2 * leaves) - 1];
        for (int leaf = 0; leaf < leaves; leaf++)
        {
            float weight = tree.Weights.Length > 0 ? (float)tree.Weights[leaf] : 1;
            nodes[leaves - 1 + leaf] = BoostedNode.Leaf(tree.Values[(leaf * model.OutputCount) + output] * model.Scale, weight);
        }

        for (int node = leaves - 2; node >= 0; node--)
        {
            CatBoostSplit split = tree.Splits[depth - 1 - System.Numerics.BitOperations.Log2((uint)node + 1)];
            nodes[node] = new BoostedNode
            {
                Feature = split.Column,
                Threshold = split.Border,
                DefaultLeft = !split.MissingIsAbove,
                Left = (2 * node) + 1,
                Right = (2 * node) + 2,
                Cover = nodes[(2 * node) + 1].Cover + nodes[(2 * node) + 2].Cover,
            };
        }

        return nodes;
    }
}
