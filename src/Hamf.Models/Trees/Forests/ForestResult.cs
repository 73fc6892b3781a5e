namespace Hamf.Models.Trees.Forests;

/// <summary>A forest and what it says about rows that its trees did not see.</summary>
/// <param name="Model">The forest.</param>
/// <param name="OutOfBag">The estimates for the training rows.</param>
public sealed record ForestResult(TreeModel Model, OutOfBagEstimate OutOfBag);
