using System.Globalization;
using System.Text;
using Hamf.Models.Formats.Boosting;
using Hamf.Models.Graph;
using Hamf.Models.Graph.Boosting;
using Hamf.Models.Trees;

namespace Hamf.Models.Formats.LightGBM;

/// <summary>Reads LightGBM's model text, as a file of its own or as a pickle of its wrappers holds it.</summary>
internal static class LightGBMFile
{
    // A column costs about a hundred bytes whatever the file's size.
    private const int MaxFeatures = 500_000;
    private const int MaxOutputs = 10_000;

    /// <summary>Whether a file begins like a model text.</summary>
    public static bool LooksLike(ReadOnlySpan<byte> content) =>
        content.StartsWith("tree\n"u8) || content.StartsWith("tree\r\n"u8) || (content.StartsWith("version=v"u8) && content.IndexOf("\nnum_tree_per_iteration="u8) >= 0);

    /// <summary>The model in a file.</summary>
    /// <exception cref="ImportException">It is damaged, or not supported.</exception>
    public static ImportedEstimator Read(ReadOnlyMemory<byte> content) => Read(Encoding.UTF8.GetString(content.Span), null, 0);

    /// <summary>The model in a text.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="classes">Labels of the classes, or null for <c>0</c>, <c>1</c>, ...</param>
    /// <param name="rounds">How many rounds predict; all where it is not above 0.</param>
    /// <exception cref="ImportException">It is damaged, or not supported.</exception>
    public static ImportedEstimator Read(string text, string[]? classes, int rounds)
    {
        LightGBMText parts = LightGBMText.Parse(text);
        LightGBMSection head = parts.Head;
        LightGBMObjective objective = LightGBMObjective.Parse(head.Text("objective", string.Empty));
        int outputs = head.Int("num_tree_per_iteration", head.Int("num_class", 1));
        int count = head.Int("max_feature_idx") + 1;
        string[] names = head.Text("feature_names", string.Empty).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (outputs is < 1 or > MaxOutputs || count is < 1 or > MaxFeatures)
        {
            throw head.Fault($"a model of {count} columns and {outputs} outputs cannot be imported (at most {MaxFeatures} and {MaxOutputs})");
        }

        int used = rounds > 0 ? (int)Math.Min(parts.Trees.Count, (long)rounds * outputs) : parts.Trees.Count;
        bool isMean = head.Has("average_output");
        TreeModel model = Trees(parts, objective, (count, outputs, used), isMean, out LightGBMFeatures features);
        if (features.HasCategories)
        {
            RefuseNames(parts.PandasCategories);
        }

        var notes = new List<string>();
        if (used < parts.Trees.Count)
        {
            notes.Add($"Early stopping: the first {used} of {parts.Trees.Count} trees predict.");
        }

        if (features.HasCategories)
        {
            notes.Add($"Read as categories, by their whole numbers: column {string.Join(", ", Categorical(features, names))}.");
        }

        string? version = head.Has("version") ? $"model text {head.Text("version")}" : null;
        return new ImportedEstimator(Behind(features, model, classes), names.Length == count ? names : null, "LightGBM", version, notes);
    }

    private static TreeModel Trees(LightGBMText parts, LightGBMObjective objective, (int Columns, int Outputs, int Used) size, bool isMean, out LightGBMFeatures features)
    {
        // A mean over the rounds of one output is a mean over trees; of several, each leaf takes its share.
        bool sharesLeaves = isMean && size.Outputs > 1;
        double scale = objective.Scale / (sharesLeaves ? Math.Max(1, size.Used / size.Outputs) : 1);
        LightGBMTree[] trees = [.. parts.Trees.Take(size.Used).Select(section => LightGBMTree.Read(section, scale))];
        bool fitsLink = objective.Link is TreeLink.Softmax or TreeLink.OneVersusRest ? size.Outputs > 1 : size.Outputs == 1;
        if (!fitsLink || trees.Length % size.Outputs != 0 || trees.Length == 0)
        {
            throw parts.Head.Fault($"{trees.Length} trees for {size.Outputs} outputs do not fit the objective '{parts.Head.Text("objective", "custom")}'");
        }

        features = LightGBMFeatures.Of(size.Columns, trees);
        var joined = new BoostedTrees(features.Features, new double[size.Outputs]) { Sum = isMean && !sharesLeaves ? TreeSum.DoubleMean : TreeSum.Double };
        for (int i = 0; i < trees.Length; i++)
        {
            joined.Add(trees[i].Nodes, i % size.Outputs, $"tree {i}");
        }

        return joined.Build("lightgbm", objective.Link);
    }

    private static Estimator Behind(LightGBMFeatures features, TreeModel model, string[]? classes)
    {
        int expected = model.Output switch
        {
            OutputKind.Probability => 2,
            OutputKind.ClassProbabilities => model.OutputCount,
            _ => 0,
        };
        string[] labels = classes is null || expected == 0 ? [.. Enumerable.Range(0, expected).Select(i => i.ToString(CultureInfo.InvariantCulture))]
            : classes.Length == expected ? classes
            : throw new ImportException(string.Empty, $"{classes.Length} class labels do not fit a model that tells {expected} classes apart");
        var trees = new TreeEstimator(model, labels);
        return features.ArePlain ? trees : new PipelineEstimator(new CellOperator(features.Rules, double.NaN, absentIsMissing: false), trees);
    }

    // Columns of pandas' type category are replaced by their place in these lists; only lists of 0, 1, ... change nothing.
    private static void RefuseNames(string json)
    {
        if (json.Trim() is "" or "null" or "[]")
        {
            return;
        }

        DocumentNode lists = JsonDocuments.Read(Encoding.UTF8.GetBytes(json), areSingles: false);
        bool areCodes = lists.Items is { } items && items.TrueForAll(list => list.Numbers is { } numbers && numbers.Select((number, i) => number == i).All(isPlace => isPlace));
        if (!areCodes)
        {
            throw new ImportException(
                "pandas_categorical",
                "columns were categories of pandas with names of their own, which cannot be imported",
                "Train on whole numbers 0, 1, ... (Series.cat.codes) and give the same to Hamf");
        }
    }

    private static IEnumerable<string> Categorical(LightGBMFeatures features, string[] names) =>
        Enumerable.Range(0, features.Rules.Length).Where(i => features.Rules[i] == CellRule.Whole)
            .Select(i => names.Length == features.Rules.Length ? $"'{names[i]}'" : i.ToString(CultureInfo.InvariantCulture));
}
