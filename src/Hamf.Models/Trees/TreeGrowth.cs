namespace Hamf.Models.Trees;

/// <summary>Which leaf of a growing tree is divided next.</summary>
public enum TreeGrowth
{
    /// <summary>The one that gains most: deep where it pays.</summary>
    LeafWise,

    /// <summary>One of the least depth, of these the one that gains most: balanced.</summary>
    DepthWise,
}
