using System.Runtime.InteropServices;

namespace Hamf.Models.Trees.Scoring;

/// <summary>
/// One split of a select network, for all rows of a block at once: where the code at <paramref name="Column"/> is at most
/// <paramref name="Rank"/> the byte at <paramref name="Left"/>, else that at <paramref name="Right"/>. The results of a tree's splits stand
/// one after the other.
/// </summary>
/// <param name="Column">Offset of the codes in the workspace, in bytes.</param>
/// <param name="Left">Offset of what the left child gave.</param>
/// <param name="Right">Offset of what the right child gave.</param>
/// <param name="Rank">0 to 254.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct SelectOp(uint Column, uint Left, uint Right, uint Rank);
