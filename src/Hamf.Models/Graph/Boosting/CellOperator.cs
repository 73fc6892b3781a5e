using Hamf.Models.Formats.Hamf;

namespace Hamf.Models.Graph.Boosting;

/// <summary>Makes of each cell what a boosting library makes of it before its trees; the columns stay as they are.</summary>
internal sealed class CellOperator : Operator
{
    public const string KindName = "boosting-cells";

    // LightGBM's own bound for what is zero.
    private const double NearZero = 1e-35f;

    private readonly CellRule[] _rules;
    private readonly double _missing;
    private readonly double _absent;

    /// <param name="rules">One per column.</param>
    /// <param name="missing">The number of <see cref="CellRule.NumberIsMissing"/>; NaN where no column has that rule.</param>
    /// <param name="absentIsMissing">Whether a column that a sparse row does not store is missing, and not 0.</param>
    /// <exception cref="ArgumentException">There is no such rule.</exception>
    public CellOperator(CellRule[] rules, double missing, bool absentIsMissing)
    {
        if (!Array.TrueForAll(rules, rule => Enum.IsDefined(rule)))
        {
            throw new ArgumentException("There is no such rule for cells.", nameof(rules));
        }

        (_rules, _missing, _absent) = (rules, missing, absentIsMissing ? double.NaN : 0);
    }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override int InputWidth => _rules.Length;

    /// <inheritdoc/>
    public override int OutputWidth => _rules.Length;

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static CellOperator Read(ref PartReader reader) =>
        new(Array.ConvertAll(reader.Ints(), rule => (CellRule)rule), reader.Double(), reader.Flag());

    /// <inheritdoc/>
    public override void Write(PartWriter writer)
    {
        writer.Ints(Array.ConvertAll(_rules, rule => (int)rule));
        writer.Double(_missing);
        writer.Flag(double.IsNaN(_absent));
    }

    /// <inheritdoc/>
    public override void Apply(RowVector input, RowVector output, Workspace workspace)
    {
        output.ResetDense(_rules.Length);
        Span<double> cells = output.Numbers;
        input.CopyTo(cells, _absent);
        for (int i = 0; i < cells.Length; i++)
        {
            cells[i] = _rules[i] switch
            {
                CellRule.NumberIsMissing => (float)cells[i] == (float)_missing ? double.NaN : cells[i],
                CellRule.ZeroIsMissing => Math.Abs(cells[i]) <= NearZero ? double.NaN : cells[i],
                CellRule.Whole => Math.Truncate(cells[i]),
                _ => cells[i],
            };
        }
    }

    /// <inheritdoc/>
    public override int SourceOf(int output) => output;
}
