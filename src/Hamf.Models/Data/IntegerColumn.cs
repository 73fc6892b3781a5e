namespace Hamf.Models.Data;

/// <summary>A column of 64-bit integers with a mask of missing cells. Values survive bit for bit.</summary>
public sealed class IntegerColumn(string name) : Column(name)
{
    private long[] _values = [];
    private bool[] _missing = [];
    private int _count;

    /// <inheritdoc/>
    public override ColumnKind Kind => ColumnKind.Integer;

    /// <inheritdoc/>
    public override int Count => _count;

    /// <summary>The cells in row order, 0 where missing; valid until the next append.</summary>
    public ReadOnlySpan<long> Values => _values.AsSpan(0, _count);

    /// <inheritdoc/>
    public override bool IsMissing(int row) => _missing.AsSpan(0, _count)[row];

    /// <summary>Adds one row; null means missing.</summary>
    public void Append(long? value)
    {
        if (_count == _values.Length)
        {
            int capacity = Math.Max(64, _count * 2);
            Array.Resize(ref _values, capacity);
            Array.Resize(ref _missing, capacity);
        }

        _values[_count] = value.GetValueOrDefault();
        _missing[_count] = value is null;
        _count++;
    }

    /// <inheritdoc/>
    public override void Clear() => _count = 0;
}
