namespace Hamf.Models.Data;

/// <summary>Reads a category code from a feature vector.</summary>
internal static class CategoryCode
{
    /// <summary>
    /// The code as an index. Whatever is not a known code (negative, too high, infinite) means "not seen in training", so that no
    /// input can reach outside a table.
    /// </summary>
    /// <param name="value">Not NaN.</param>
    /// <param name="unseenCode">The code that stands for categories not seen in training.</param>
    public static int IndexOf(double value, int unseenCode) => value >= 0 && value < unseenCode ? (int)value : unseenCode;
}
