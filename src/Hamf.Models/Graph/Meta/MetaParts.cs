namespace Hamf.Models.Graph.Meta;

/// <summary>The readers of models made of models.</summary>
internal static class MetaParts
{
    public static IEnumerable<KeyValuePair<string, PartRead>> All =>
    [
        new(SoftVoting.KindName, SoftVoting.Read),
        new(HardVoting.KindName, HardVoting.Read),
        new(MeanRegressor.KindName, MeanRegressor.Read),
        new(MedianRegressor.KindName, MedianRegressor.Read),
        new(BaggedClassifier.KindName, BaggedClassifier.Read),
        new(BaggedRegressor.KindName, BaggedRegressor.Read),
        new(StackedEstimator.KindName, StackedEstimator.Read),
        new(CalibratedClassifier.KindName, CalibratedClassifier.Read),
        new(OneVsRestEstimator.KindName, OneVsRestEstimator.Read),
        new(OneVsOneEstimator.KindName, OneVsOneEstimator.Read),
        new(BoostedClassifier.KindName, BoostedClassifier.Read),
        new(ThresholdClassifier.KindName, ThresholdClassifier.Read),
    ];
}
