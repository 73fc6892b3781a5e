namespace Hamf.Models.Trees.Forests;

/// <summary>Where a tree of a forest cuts a feature.</summary>
public enum CutChoice
{
    /// <summary>Where the sides become purest: random forest (Breiman 2001).</summary>
    Best,

    /// <summary>At a random place; of the features drawn the one with the purest sides is taken: extra trees (Geurts, Ernst and Wehenkel 2006).</summary>
    Random,
}
