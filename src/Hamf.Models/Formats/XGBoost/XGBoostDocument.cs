using System.Globalization;
using Hamf.Models.Formats.Boosting;

namespace Hamf.Models.Formats.XGBoost;

/// <summary>Reads a model from the document that JSON and UBJSON files of XGBoost 1.0 and later hold.</summary>
internal static class XGBoostDocument
{
    /// <summary>The model of a document.</summary>
    /// <param name="root">The model itself, or the pair of <c>Config</c> and <c>Model</c> that a pickle holds.</param>
    /// <exception cref="ImportException">Something is missing, damaged, or not supported.</exception>
    public static XGBoostModel Read(DocumentNode root)
    {
        var document = new DocumentPlace(root, string.Empty);
        document = document.Has("Model") ? document.Child("Model") : document;
        DocumentPlace learner = document.Child("learner");
        DocumentPlace parameters = learner.Child("learner_model_param");
        DocumentPlace booster = learner.Child("gradient_booster");
        if (parameters.Int("num_target", 1) > 1)
        {
            throw parameters.Fault("the model predicts several targets at once; only one can be imported", "Train one model for each target");
        }

        string name = booster.Text("name");
        XGBoostModel model = new()
        {
            Version = Version(document),
            Objective = learner.Child("objective").Text("name"),
            Booster = name,
            BaseScore = BaseScore(parameters),
            FeatureCount = parameters.Int("num_feature"),
            OutputCount = Math.Max(1, parameters.Int("num_class", 0)),
            Attributes = Attributes(learner),
            FeatureNames = learner.Texts("feature_names"),
        };
        return name switch
        {
            "gbtree" => WithTrees(model, booster.Child("model")),
            "dart" => WithTrees(model, booster.Child("gbtree").Child("model")) with { TreeWeights = Singles(booster, "weight_drop") },
            "gblinear" => model with { LinearWeights = Singles(booster.Child("model"), "weights") },
            _ => throw booster.Fault($"the booster '{name}' of XGBoost is not known"),
        };
    }

    /// <summary>Parses a base score: <c>5E-1</c>, or <c>[5E-1]</c> since 3.1.</summary>
    internal static float[] ParseBaseScore(string text)
    {
        string[] parts = text.Trim().TrimStart('[').TrimEnd(']').Split(',', StringSplitOptions.TrimEntries);
        return Array.ConvertAll(parts, part => float.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out float value) && float.IsFinite(value)
            ? value
            : throw new ImportException("learner.learner_model_param.base_score", $"'{(text.Length <= 60 ? text : text[..60])}' is no base score"));
    }

    private static XGBoostModel WithTrees(XGBoostModel model, DocumentPlace booster)
    {
        if (booster.Has("cats") && booster.Child("cats").Has("enc") && booster.Child("cats").Items("enc").Any())
        {
            throw booster.Fault(
                "the model numbers its categories anew by tables of its own, which cannot be imported",
                "Train on whole numbers 0, 1, ... with feature_types, or export the model as ONNX");
        }

        double[] outputs = booster.Numbers("tree_info");
        BoostedNode[][] trees = [.. booster.Items("trees").Select(XGBoostTree.Read)];
        if (outputs.Length != trees.Length)
        {
            throw booster.Fault($"{trees.Length} trees do not fit {outputs.Length} entries of tree_info");
        }

        DocumentPlace parameters = booster.Child("gbtree_model_param");
        return model with
        {
            // Zero in files of versions that did not know the parameter.
            ParallelTrees = Math.Max(1, parameters.Int("num_parallel_tree", 1)),
            Trees = [.. trees.Zip(outputs, (tree, output) => (tree, (int)output))],
        };
    }

    private static (int Major, int Minor, int Patch) Version(DocumentPlace document) =>
        document.Has("version") && document.Numbers("version") is [var major, var minor, var patch, ..] ? ((int)major, (int)minor, (int)patch) : (1, 0, 0);

    private static float[] BaseScore(DocumentPlace parameters)
    {
        DocumentPlace score = parameters.Child("base_score");
        return ParseBaseScore(score.Node.Text ?? throw score.Fault($"a text was expected, found {score.Node.Describe()}"));
    }

    private static Dictionary<string, string> Attributes(DocumentPlace learner)
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        if (learner.Has("attributes") && learner.Child("attributes").Node.Members is { } members)
        {
            foreach ((string name, DocumentNode value) in members)
            {
                attributes[name] = value.Text ?? string.Empty;
            }
        }

        return attributes;
    }

    private static float[] Singles(DocumentPlace place, string name) => Array.ConvertAll(place.Numbers(name), value => (float)value);
}
