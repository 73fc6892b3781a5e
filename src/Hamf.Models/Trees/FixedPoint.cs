using System.Runtime.Intrinsics;

namespace Hamf.Models.Trees;

/// <summary>
/// Gradients and hessians as integers, so that their sums are exact whatever the order: a model has the same bits at any number of threads.
/// </summary>
/// <remarks>
/// A packed pair holds the gradient in element 0 and, in element 1, the hessian with a count of 1 above it. Over a chunk of 65,536 rows the
/// hessian stays below 2^38 (h &lt;= 1/4, scale 2^24), so it cannot run into the count, which starts at bit 40.
/// </remarks>
internal static class FixedPoint
{
    /// <summary>Rows after which packed sums are unpacked.</summary>
    public const int ChunkRows = 65_536;

    private const double GradientScale = 1L << 30;
    private const double HessianScale = 1L << 24;
    private const int CountShift = 40;
    private const long HessianMask = (1L << CountShift) - 1;

    /// <summary>One row's pair.</summary>
    public static Vector128<long> Pack(double gradient, double hessian) => Vector128.Create(
        (long)Math.Round(gradient * GradientScale),
        (1L << CountShift) + Math.Max(1, (long)Math.Round(hessian * HessianScale)));

    /// <summary>Adds a sum of packed pairs to a cell.</summary>
    public static void Unpack(Vector128<long> packed, ref HistogramCell cell)
    {
        long second = packed.GetElement(1);
        cell.Gradient += packed.GetElement(0);
        cell.Hessian += second & HessianMask;
        cell.Count += second >> CountShift;
    }

    public static double ToGradient(long sum) => sum / GradientScale;

    public static double ToHessian(long sum) => sum / HessianScale;
}

/// <summary>What the rows of a bin, or of a leaf, sum up to; exact.</summary>
internal struct HistogramCell
{
    public long Gradient;
    public long Hessian;
    public long Count;

    public static HistogramCell operator -(in HistogramCell a, in HistogramCell b) => new()
    {
        Gradient = a.Gradient - b.Gradient,
        Hessian = a.Hessian - b.Hessian,
        Count = a.Count - b.Count,
    };

    public void Add(in HistogramCell other)
    {
        Gradient += other.Gradient;
        Hessian += other.Hessian;
        Count += other.Count;
    }
}
