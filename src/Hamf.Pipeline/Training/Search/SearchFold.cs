namespace Hamf.Pipeline.Training.Search;

/// <summary>A part of the rows that is judged by models of another part.</summary>
/// <param name="Train">Rows to fit (0-based), rising.</param>
/// <param name="Judged">Rows to judge, rising; none of them is judged in another fold.</param>
internal sealed record SearchFold(int[] Train, int[] Judged);
