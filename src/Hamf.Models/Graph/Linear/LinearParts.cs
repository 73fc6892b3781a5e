namespace Hamf.Models.Graph.Linear;

/// <summary>The readers of linear and quadratic models.</summary>
internal static class LinearParts
{
    public static IEnumerable<KeyValuePair<string, PartRead>> All =>
    [
        new(LinearClassifier.KindName, LinearClassifier.Read),
        new(LinearRegressor.KindName, LinearRegressor.Read),
        new(QuadraticClassifier.KindName, QuadraticClassifier.Read),
    ];
}
