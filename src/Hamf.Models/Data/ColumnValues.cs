using System.Runtime.CompilerServices;

namespace Hamf.Models.Data;

/// <summary>The values of a column as doubles, whichever way the table holds them.</summary>
internal readonly ref struct ColumnValues
{
    private readonly ReadOnlySpan<double> _doubles;
    private readonly ReadOnlySpan<float> _singles;
    private readonly bool _isSingle;

    public ColumnValues(ReadOnlySpan<double> doubles)
    {
        _doubles = doubles;
        Length = doubles.Length;
    }

    public ColumnValues(ReadOnlySpan<float> singles)
    {
        _singles = singles;
        _isSingle = true;
        Length = singles.Length;
    }

    /// <summary>Number of rows.</summary>
    public int Length { get; }

    /// <summary>The value of a row.</summary>
    public double this[int row] => _isSingle ? _singles[row] : _doubles[row];

    /// <summary>A column of these values.</summary>
    public static implicit operator ColumnValues(double[] values) => new(values);

    /// <summary>A column of these values.</summary>
    public static implicit operator ColumnValues(ReadOnlySpan<double> values) => new(values);

    /// <summary>The values of as many rows as the buffer is long.</summary>
    /// <param name="start">The first row.</param>
    /// <param name="buffer">Used only where doubles must be made.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public ReadOnlySpan<double> Read(int start, Span<double> buffer)
    {
        if (!_isSingle)
        {
            return _doubles.Slice(start, buffer.Length);
        }

        ReadOnlySpan<float> singles = _singles.Slice(start, buffer.Length);
        for (int i = 0; i < singles.Length; i++)
        {
            buffer[i] = singles[i];
        }

        return buffer;
    }
}
