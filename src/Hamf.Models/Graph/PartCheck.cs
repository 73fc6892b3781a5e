namespace Hamf.Models.Graph;

/// <summary>What the constructors of parts demand of numbers and sizes from outside.</summary>
internal static class PartCheck
{
    // Twice as many columns as scikit-learn's hashing makes; a few bytes of a file can claim any number.
    private const int MaxWidth = 1 << 21;

    /// <summary>Refuses a number of columns that no model has.</summary>
    public static void Width(int width)
    {
        if (width is < 1 or > MaxWidth)
        {
            throw new ArgumentException($"The model cannot read {width} columns; 1 to {MaxWidth} can be.");
        }
    }

    /// <summary>Refuses numbers that are missing or infinite.</summary>
    public static void Finite(ReadOnlySpan<double> values, string what)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(values[i]))
            {
                throw new ArgumentException($"{what}: number {i} is {(double.IsNaN(values[i]) ? "missing" : "infinite")}.");
            }
        }
    }

    /// <summary>Refuses a number of things that does not fit the others.</summary>
    public static void Count(long found, long expected, string what)
    {
        if (found != expected)
        {
            throw new ArgumentException($"{what}: there are {found}, {expected} were expected.");
        }
    }

    /// <summary>Refuses class labels of which there are too few, or one of them twice.</summary>
    public static void Classes(IReadOnlyCollection<string> classes, int least = 2)
    {
        if (classes.Count < least)
        {
            throw new ArgumentException($"There are {classes.Count} class labels; at least {least} are needed.");
        }

        if (classes.Distinct(StringComparer.Ordinal).Count() != classes.Count)
        {
            throw new ArgumentException("Two class labels are the same.");
        }
    }

    /// <summary>The width that all parts read; those of width 0 look at no column.</summary>
    public static int CommonWidth(IEnumerable<GraphPart> parts)
    {
        int width = 0;
        foreach (GraphPart part in parts)
        {
            if (width != 0 && part.InputWidth != 0 && part.InputWidth != width)
            {
                throw new ArgumentException($"One model inside reads {width} columns, another {part.InputWidth}.");
            }

            width = Math.Max(width, part.InputWidth);
        }

        return width;
    }
}
