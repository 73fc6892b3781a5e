namespace Hamf.Models.Trees.Splitting;

/// <summary>How a tree is grown.</summary>
/// <param name="FeaturesPerSplit">Features drawn for a split; those with one value in the node are not counted.</param>
/// <param name="MaxDepth">Most splits between the root and a leaf.</param>
/// <param name="MinLeafWeight">Least weight of a leaf, in the unit of the bag.</param>
/// <param name="MinSplitWeight">Least weight of a node that is divided, in the unit of the bag.</param>
/// <param name="DrawsCuts">Whether each feature drawn is cut at random instead of where it is best.</param>
internal sealed record TreeSettings(int FeaturesPerSplit, int MaxDepth, long MinLeafWeight, long MinSplitWeight, bool DrawsCuts);
