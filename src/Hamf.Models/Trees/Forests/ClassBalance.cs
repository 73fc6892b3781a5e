namespace Hamf.Models.Trees.Forests;

/// <summary>How much the rows of a class count.</summary>
public enum ClassBalance
{
    /// <summary>Each row its own weight.</summary>
    None,

    /// <summary>All classes the same in sum over the training rows.</summary>
    Balanced,

    /// <summary>All classes the same in sum over the rows drawn for each tree.</summary>
    BalancedPerTree,
}
