namespace Hamf.Models.Graph.Neighbors;

/// <summary>The readers of nearest-neighbour models.</summary>
internal static class NeighborParts
{
    public static IEnumerable<KeyValuePair<string, PartRead>> All =>
    [
        new(NeighborClassifier.KindName, NeighborClassifier.Read),
        new(NeighborRegressor.KindName, NeighborRegressor.Read),
    ];
}
