using Hamf.Models.Formats.Hamf;

namespace Hamf.Models.Graph;

/// <summary>The readers of the parts that hold others, and of trees.</summary>
internal static class CompositionParts
{
    public static IEnumerable<KeyValuePair<string, PartRead>> All =>
    [
        new(ChainOperator.KindName, (ref PartReader reader) => new ChainOperator(reader.Parts<Operator>())),
        new(PickOperator.KindName, PickOperator.Read),
        new(PartialOperator.KindName, PartialOperator.Read),
        new(LabelCodeOperator.KindName, LabelCodeOperator.Read),
        new(RelabeledEstimator.KindName, (ref PartReader reader) => new RelabeledEstimator(reader.Part<Estimator>(), reader.Texts("a class"))),
        new(PipelineEstimator.KindName, (ref PartReader reader) => new PipelineEstimator(reader.Part<Operator>(), reader.Part<Estimator>())),
        new(IsolationEstimator.KindName, IsolationEstimator.Read),
        new(TreeEstimator.KindName, TreeEstimator.Read),
    ];
}
