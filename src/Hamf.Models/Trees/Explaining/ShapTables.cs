namespace Hamf.Models.Trees.Explaining;

/// <summary>
/// Numbers per quadrature point, each table padded to whole cache lines: per rule its points, its weights and ones; per split of a feature
/// asked before 1 / (z + (1 - z) t) and its square, z being the share of the earlier edge. What pads a rule has weight 0, so it adds nothing.
/// </summary>
internal sealed unsafe class ShapTables
{
    // 1 GiB; 500 trees of 31 leaves need 2 MB.
    private const long MaxDoubles = 1L << 27;

    private readonly Dictionary<int, int> _rules = [];
    private readonly AlignedDoubles _doubles;
    private int _end;

    /// <summary>Sets aside what the trees need.</summary>
    /// <exception cref="NotSupportedException">Too much.</exception>
    public ShapTables(TreeEnsemble trees, PathTable paths)
    {
        long count = 0;
        for (int t = 0; t < trees.TreeCount; t++)
        {
            int padded = AlignedDoubles.RoundUp(paths.PointsOf(t));
            count += 4 * padded;
            for (int node = trees.TreeStarts[t]; node < trees.TreeStarts[t + 1]; node++)
            {
                bool asksAgain = trees.Feature[node] != TreeEnsemble.Leaf && paths.EarlierEdge[trees.Left[node]] >= 0;
                count += asksAgain ? 2 * padded : 0;
            }
        }

        if (count > MaxDoubles)
        {
            throw new NotSupportedException($"The trees are too deep to be explained: {count * 8 >> 20:N0} MiB of tables, at most {MaxDoubles * 8 >> 20:N0} MiB.");
        }

        _doubles = new AlignedDoubles((int)count);
    }

    /// <summary>The first number. Valid as long as this object is alive.</summary>
    public double* Start => _doubles.Start;

    /// <summary>Where the rule of as many points begins.</summary>
    public int RuleOf(int points)
    {
        if (!_rules.TryGetValue(points, out int start))
        {
            start = _end;
            var rule = new GaussLegendre(points);
            Span<double> values = Take(points);
            values.Fill(0.5);
            rule.Points.CopyTo(values);
            rule.Weights.CopyTo(Take(points));
            Take(points).Fill(1);
            Take(points).Fill(1);
            _rules.Add(points, start);
        }

        return start;
    }

    /// <summary>Where the inverses and squares of a split begin whose feature was not asked before: ones.</summary>
    public int OnesOf(int points) => RuleOf(points) + (2 * AlignedDoubles.RoundUp(points));

    /// <summary>Writes the inverses and squares of a split whose feature was asked before.</summary>
    /// <returns>Where they begin.</returns>
    public int AddInverses(double share, int points)
    {
        int start = _end;
        double* t = Start + RuleOf(points);
        Span<double> inverses = Take(points);
        Span<double> squares = Take(points);
        for (int k = 0; k < inverses.Length; k++)
        {
            inverses[k] = 1 / (share + ((1 - share) * t[k]));
            squares[k] = inverses[k] * inverses[k];
        }

        return start;
    }

    private Span<double> Take(int points)
    {
        int length = AlignedDoubles.RoundUp(points);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, _doubles.Length - _end);
        var table = new Span<double>(Start + _end, length);
        _end += length;
        return table;
    }
}
