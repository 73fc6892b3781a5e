namespace Hamf.Models.Data;

/// <summary>A column of doubles; NaN is missing.</summary>
public sealed class NumberColumn(string name) : Column(name)
{
    private double[] _values = [];
    private int _count;

    /// <inheritdoc/>
    public override ColumnKind Kind => ColumnKind.Number;

    /// <inheritdoc/>
    public override int Count => _count;

    /// <summary>The cells in row order; valid until the next append.</summary>
    public ReadOnlySpan<double> Values => _values.AsSpan(0, _count);

    /// <inheritdoc/>
    public override bool IsMissing(int row) => double.IsNaN(Values[row]);

    /// <summary>Adds one row; NaN means missing.</summary>
    public void Append(double value)
    {
        if (_count == _values.Length)
        {
            Array.Resize(ref _values, Math.Max(64, _count * 2));
        }

        _values[_count++] = value;
    }

    /// <inheritdoc/>
    public override void Clear() => _count = 0;
}
