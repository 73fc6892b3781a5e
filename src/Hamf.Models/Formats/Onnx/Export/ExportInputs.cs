using Hamf.Models.Data;
using Hamf.Models.Graph.Onnx;

namespace Hamf.Models.Formats.Onnx.Export;

/// <summary>
/// The inputs of an exported model: one table of floats where all features are numbers, else one input of one column for each feature, floats or
/// texts. A missing number is NaN, a missing category the empty text.
/// </summary>
internal sealed class ExportInputs
{
    /// <summary>Name of the table of all numbers.</summary>
    public const string TableName = "features";

    private readonly ExportGraph _graph;
    private readonly IReadOnlyList<FeatureInfo> _features;
    private readonly bool _isTable;

    /// <param name="graph">Receives the inputs.</param>
    /// <param name="features">The model's features; none a text.</param>
    public ExportInputs(ExportGraph graph, IReadOnlyList<FeatureInfo> features)
    {
        (_graph, _features) = (graph, features);
        _isTable = features.All(feature => feature.Kind == FeatureKind.Numeric);
        if (_isTable)
        {
            graph.Input(TableName, ElementType.Single, features.Count);
            return;
        }

        foreach (FeatureInfo feature in features)
        {
            graph.Input(feature.Name, feature.Kind == FeatureKind.Numeric ? ElementType.Single : ElementType.Text, 1);
        }
    }

    /// <summary>Doubles of numeric features, [rows x features].</summary>
    public string Numbers(IReadOnlyList<int> features) => _graph.Cast(
        !_isTable ? Join([.. features.Select(f => _features[f].Name)])
        : features.Count == _features.Count ? TableName
        : _graph.Plain("Gather", [TableName, _graph.Integers([.. features.Select(f => (long)f)])], ("axis", 1L)),
        ElementType.Double);

    /// <summary>Floats of all features, [rows x features]; a category is its code.</summary>
    public string All() => _isTable ? TableName : Join([.. _features.Select((feature, f) => feature.Kind == FeatureKind.Numeric ? feature.Name : Codes(f))]);

    /// <summary>The position of a category in a table with a last but one row for the unseen and a last one for the missing, [rows x 1].</summary>
    public string Positions(int feature)
    {
        (List<string> keys, long unseen) = Keys(_features[feature]);
        return _graph.Learned(
            "LabelEncoder",
            [_features[feature].Name],
            ("keys_strings", keys),
            ("values_int64s", Enumerable.Range(0, keys.Count).Select(i => i < unseen ? i : unseen + 1).ToList()),
            ("default_int64", unseen));
    }

    private string Codes(int feature)
    {
        (List<string> keys, long unseen) = Keys(_features[feature]);
        return _graph.Learned(
            "LabelEncoder",
            [_features[feature].Name],
            ("keys_strings", keys),
            ("values_floats", Enumerable.Range(0, keys.Count).Select(i => i < unseen ? i : float.NaN).ToList()),
            ("default_float", (float)unseen));
    }

    // The empty text is missing unless it is a category of its own.
    private static (List<string> Keys, long Unseen) Keys(FeatureInfo feature) =>
        (feature.Categories.Contains(string.Empty) ? [.. feature.Categories] : [.. feature.Categories, string.Empty], feature.UnseenCode);

    private string Join(string[] columns) => columns.Length == 1 ? columns[0] : _graph.Plain("Concat", columns, ("axis", 1L));
}
