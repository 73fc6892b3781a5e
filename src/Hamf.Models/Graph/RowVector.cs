namespace Hamf.Models.Graph;

/// <summary>
/// One row on its way through a graph, in reused memory: dense numbers, dense numbers with texts beside them, or sparse numbers. Not thread-safe.
/// </summary>
internal sealed class RowVector
{
    private double[] _numbers = [];
    private int[] _indices = [];
    private string?[] _texts = [];

    /// <summary>Number of columns.</summary>
    public int Width { get; private set; }

    /// <summary>Whether only the columns in <see cref="Indices"/> are stored; the others are 0 (for XGBoost: missing).</summary>
    public bool IsSparse { get; private set; }

    /// <summary>Whether <see cref="Texts"/> may be read.</summary>
    public bool HasTexts { get; private set; }

    /// <summary>Number of stored values: the width where dense.</summary>
    public int StoredCount { get; private set; }

    /// <summary>The stored values; NaN is missing, and stands for a column of text.</summary>
    public Span<double> Numbers => _numbers.AsSpan(0, StoredCount);

    /// <summary>The column of each stored value, rising; only where sparse.</summary>
    public ReadOnlySpan<int> Indices => _indices.AsSpan(0, IsSparse ? StoredCount : 0);

    /// <summary>The text of each column, null where it is a number or missing; empty without texts. Never sparse.</summary>
    public Span<string?> Texts => _texts.AsSpan(0, HasTexts ? Width : 0);

    /// <summary>Makes it a dense row of that width; the numbers are whatever they were, the texts null.</summary>
    public void ResetDense(int width, bool hasTexts = false)
    {
        (Width, StoredCount, IsSparse, HasTexts) = (width, width, false, hasTexts);
        if (_numbers.Length < width)
        {
            _numbers = new double[width];
        }

        if (hasTexts)
        {
            if (_texts.Length < width)
            {
                _texts = new string?[width];
            }

            Array.Clear(_texts, 0, width);
        }
    }

    /// <summary>Makes it a sparse row of that width without stored values.</summary>
    public void ResetSparse(int width) => (Width, StoredCount, IsSparse, HasTexts) = (width, 0, true, false);

    /// <summary>Makes it a copy of another row, without its texts.</summary>
    public void CopyFrom(RowVector other)
    {
        ResetDense(other.StoredCount);
        other.Numbers.CopyTo(_numbers);
        if (other.IsSparse)
        {
            if (_indices.Length < other.StoredCount)
            {
                _indices = new int[_numbers.Length];
            }

            other.Indices.CopyTo(_indices);
        }

        (Width, IsSparse) = (other.Width, other.IsSparse);
    }

    /// <summary>Adds the texts of a row of the same width, if it has any.</summary>
    public void CopyTextsFrom(RowVector other)
    {
        if (other.HasTexts)
        {
            ResetDense(Width, true);
            other.Texts.CopyTo(_texts);
        }
    }

    /// <summary>Stores a value of a sparse row; columns come in rising order.</summary>
    public void Append(int index, double value)
    {
        if (StoredCount == _numbers.Length)
        {
            Array.Resize(ref _numbers, Math.Max(16, StoredCount * 2));
        }

        if (StoredCount >= _indices.Length)
        {
            Array.Resize(ref _indices, _numbers.Length);
        }

        _numbers[StoredCount] = value;
        _indices[StoredCount++] = index;
    }

    /// <summary>The value of a column; 0 where a sparse row does not store it.</summary>
    public double this[int column]
    {
        get
        {
            if (!IsSparse)
            {
                return _numbers[column];
            }

            int at = Indices.BinarySearch(column);
            return at < 0 ? 0 : _numbers[at];
        }
    }

    /// <summary>Writes all columns, with <paramref name="absent"/> for those that are not stored.</summary>
    /// <param name="target">[width].</param>
    /// <param name="absent">0, or NaN for who reads absent as missing.</param>
    public void CopyTo(Span<double> target, double absent = 0)
    {
        if (!IsSparse)
        {
            Numbers.CopyTo(target);
            return;
        }

        target[..Width].Fill(absent);
        for (int i = 0; i < StoredCount; i++)
        {
            target[_indices[i]] = _numbers[i];
        }
    }
}
