namespace Hamf.Models.Trees.Isolation;

/// <summary>Lengths of paths in trees that are split at random.</summary>
internal static class PathLength
{
    /// <summary>
    /// The mean number of splits that sets one of <paramref name="rows"/> distinct rows apart: that of an unsuccessful search in a binary search
    /// tree, 2 H(n - 1) - 2 (n - 1) / n with the harmonic number H (Liu et al. 2008, eq. 1); 0 for one row.
    /// </summary>
    public static double Expected(int rows)
    {
        double harmonic = 0;
        for (int i = 1; i < rows; i++)
        {
            harmonic += 1.0 / i;
        }

        return rows < 2 ? 0 : (2 * harmonic) - (2.0 * (rows - 1) / rows);
    }
}
