using System.Runtime.InteropServices;

namespace Hamf.Models.Trees.Scoring;

/// <summary>A node of <see cref="LeanNodes"/>.</summary>
/// <param name="Number">
/// The threshold; NaN for a leaf, so that every value goes right; for a split by category the index of the first word of its set.
/// </param>
/// <param name="Next">
/// Index of the left child, after which the right one stands, times four, plus 1 where the left is a leaf, plus 2 where the right is. A
/// leaf is its own right child.
/// </param>
/// <param name="Channel">Which number of the row is asked; its complement for a split by category; 0 for a leaf.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct LeanNode(double Number, int Next, int Channel)
{
    public const int FlagBits = 2;
}
