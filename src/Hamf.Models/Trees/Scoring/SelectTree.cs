namespace Hamf.Models.Trees.Scoring;

/// <summary>A tree of a select network.</summary>
/// <param name="OpStart">Index of its first <see cref="SelectOp"/>.</param>
/// <param name="OpCount">Number of its splits.</param>
/// <param name="TestStart">Index of its first <see cref="SelectTest"/>.</param>
/// <param name="TestCount">Number of its splits by category.</param>
/// <param name="Root">Offset in the workspace, in bytes, of the number of the leaf that each row reached.</param>
/// <param name="LeafCount">Number of its different leaves, at most 256.</param>
/// <param name="TableStart">Index of its leaf values, [outputs of the tree][leaf count, rounded up].</param>
internal readonly record struct SelectTree(int OpStart, int OpCount, int TestStart, int TestCount, uint Root, int LeafCount, int TableStart);

/// <summary>A split by category of a select network, whose result is a column that a <see cref="SelectOp"/> reads.</summary>
/// <param name="Category">Index of the category in the channel map.</param>
/// <param name="SetStart">Index of the bits of its set, in bytes; at least 32 are there.</param>
internal readonly record struct SelectTest(int Category, int SetStart);
