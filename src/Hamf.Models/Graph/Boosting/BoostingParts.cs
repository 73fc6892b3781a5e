using Hamf.Models.Formats.Hamf;

namespace Hamf.Models.Graph.Boosting;

/// <summary>The readers of what stands around boosted trees.</summary>
internal static class BoostingParts
{
    public static IEnumerable<KeyValuePair<string, PartRead>> All =>
    [
        new(CellOperator.KindName, (ref PartReader reader) => CellOperator.Read(ref reader)),
        new(SingleLinearEstimator.KindName, (ref PartReader reader) => SingleLinearEstimator.Read(ref reader)),
    ];
}
