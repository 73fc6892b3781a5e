using System.Numerics;
using Hamf.Models.Formats.Boosting;

namespace Hamf.Models.Formats.CatBoost;

/// <summary>Reads CatBoost's export to JSON.</summary>
internal static class CatBoostJson
{
    private static readonly string[] OtherColumns = ["categorical_features", "ctrs", "text_features", "embedding_features"];

    /// <summary>The model.</summary>
    /// <exception cref="ImportException">It is damaged, or not supported.</exception>
    public static CatBoostModel Read(DocumentNode root)
    {
        var document = new DocumentPlace(root, string.Empty);
        DocumentPlace info = document.Child("features_info");
        string? other = OtherColumns.FirstOrDefault(info.Has);
        if (other is not null)
        {
            throw CatBoostFile.OtherColumns(other.Replace('_', ' '));
        }

        if (!document.Has("oblivious_trees"))
        {
            throw CatBoostFile.OtherTrees();
        }

        Dictionary<int, Column> columns = info.Items("float_features").Select(Column.Read).DistinctBy(column => column.Number).ToDictionary(column => column.Number);
        DocumentPlace scaling = document.Child("scale_and_bias");
        if (scaling.Node.Items is not [{ Number: { } scale }, { Numbers: { } biases }])
        {
            throw scaling.Fault("a number and a list of numbers were expected");
        }

        DocumentPlace model = document.Child("model_info");
        return new CatBoostModel(
            CatBoostFile.Columns(new SortedDictionary<int, string>(columns.Values.DistinctBy(column => column.Place).ToDictionary(column => column.Place, column => column.Name))),
            [.. document.Items("oblivious_trees").Select(tree => Tree(tree, columns, biases.Length))],
            biases.Length,
            scale,
            biases,
            CatBoostInfo.Loss(model.Child("params")),
            model.Has("class_params") ? CatBoostInfo.Classes(model.Child("class_params")) : null);
    }

    private static CatBoostTree Tree(DocumentPlace tree, Dictionary<int, Column> columns, int outputs)
    {
        double[] values = tree.Numbers("leaf_values");
        CatBoostSplit[] splits = tree.Has("splits") ? [.. tree.Items("splits").Select(split => Split(split, columns))] : [];
        if (outputs == 0 || values.Length % outputs != 0 || !BitOperations.IsPow2(values.Length / outputs) || BitOperations.Log2((uint)(values.Length / outputs)) != splits.Length)
        {
            throw tree.Fault($"{splits.Length} levels do not fit {values.Length} values of leaves");
        }

        double[] weights = tree.Has("leaf_weights") ? tree.Numbers("leaf_weights") : [];
        return new CatBoostTree(splits, values, weights.Length * outputs == values.Length ? weights : []);
    }

    private static CatBoostSplit Split(DocumentPlace split, Dictionary<int, Column> columns)
    {
        if (split.Has("split_type") && split.Text("split_type") is var type && type != "FloatFeature")
        {
            throw CatBoostFile.OtherColumns(type);
        }

        DocumentPlace border = split.Child("border");
        int number = split.Int("float_feature_index");
        return columns.TryGetValue(number, out Column? column)
            ? new CatBoostSplit(column.Place, (float)(border.Node.Number ?? throw border.Fault("a number was expected")), column.MissingIsAbove)
            : throw split.Fault($"there is no column {number}");
    }

    private sealed record Column(int Number, int Place, string Name, bool MissingIsAbove)
    {
        public static Column Read(DocumentPlace feature) => new(
            feature.Int("feature_index"),
            feature.Int("flat_feature_index"),
            feature.Has("feature_name") ? feature.Text("feature_name") : feature.Has("feature_id") ? feature.Text("feature_id") : string.Empty,
            feature.Has("has_nans") && feature.Child("has_nans").Node == DocumentNode.True
                && feature.Has("nan_value_treatment") && feature.Text("nan_value_treatment") == "AsTrue");
    }
}
