namespace Hamf.Models.Trees.Scoring;

/// <summary>
/// A numeric input of compiled trees: a feature, with what a missing value of it becomes. Where missing goes left it is minus infinity, at
/// or below every threshold; where it goes right it stays NaN, below none. So a plain comparison is enough in the trees.
/// </summary>
/// <param name="Feature">Index of the feature.</param>
/// <param name="MissingLeft">Whether missing goes left in the splits that read this channel.</param>
internal readonly record struct Channel(int Feature, bool MissingLeft);
