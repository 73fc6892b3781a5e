using Hamf.Models.Data;
using Hamf.Models.Learning;
using Hamf.Models.Trees.Splitting;

namespace Hamf.Models.Trees.Forests;

/// <summary>The trees of a forest before they become a model.</summary>
/// <param name="Trees">One ensemble per tree.</param>
/// <param name="Gains">How much purer each feature made the sides of its splits, [trees][features].</param>
/// <param name="Bags">The rows that each tree saw, [trees], or null when nobody asked.</param>
internal sealed record GrownForest(TreeEnsemble[] Trees, double[][] Gains, RowSet[]? Bags)
{
    /// <summary>The mean of the trees as a model.</summary>
    public TreeModel ToModel(string algorithm, IReadOnlyList<FeatureInfo> features, TargetKind target) => new(
        algorithm,
        features,
        TreeJoin.Join(Trees, new double[Trees[0].LeafWidth], TreeSum.DoubleMean),
        target == TargetKind.Value ? TreeLink.Identity : TreeLink.Probability,
        TreeJoin.Shares(Gains, features.Count));
}
