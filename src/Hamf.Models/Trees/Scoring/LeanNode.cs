using System.Runtime.InteropServices;

namespace Hamf.Models.Trees.Scoring;

/// <summary>A node of <see cref="LeanNodes"/>.</summary>
/// <param name="Number">The threshold; for a split by category the index of the first word of its set, which a double holds exactly.</param>
/// <param name="Next">
/// Of a split: index of the left child, after which the right one stands, times four, plus 1 where the left is a leaf, plus 2 where the
/// right is. Of a leaf: its number in its tree.
/// </param>
/// <param name="Channel">Which number of the row is asked; its complement for a split by category; <see cref="LeafChannel"/> for a leaf.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct LeanNode(double Number, int Next, int Channel)
{
    public const int LeafChannel = int.MinValue;

    public const int FlagBits = 2;

    public bool IsLeaf => Channel == LeafChannel;
}
