namespace Hamf.Models.Graph.Baseline;

/// <summary>The readers of models that look at no column.</summary>
internal static class BaselineParts
{
    public static IEnumerable<KeyValuePair<string, PartRead>> All =>
    [
        new(ConstantClassifier.KindName, ConstantClassifier.Read),
        new(ConstantRegressor.KindName, ConstantRegressor.Read),
    ];
}
