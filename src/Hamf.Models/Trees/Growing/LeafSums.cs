namespace Hamf.Models.Trees.Growing;

/// <summary>Whole-number sums over the rows of a leaf, scaled as <see cref="SumScales"/> says.</summary>
internal readonly record struct LeafSums(long Gradient, long Hessian, long Rows)
{
    public static LeafSums operator +(LeafSums a, LeafSums b) => new(a.Gradient + b.Gradient, a.Hessian + b.Hessian, a.Rows + b.Rows);

    public static LeafSums operator -(LeafSums a, LeafSums b) => new(a.Gradient - b.Gradient, a.Hessian - b.Hessian, a.Rows - b.Rows);
}
