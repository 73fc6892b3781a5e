namespace Hamf.Models.Data;

/// <summary>
/// A column of text: one code per row into a dictionary of distinct strings, in order of first appearance.
/// Comparison is ordinal.
/// </summary>
public sealed class TextColumn(string name) : Column(name)
{
    /// <summary>The code of a missing cell.</summary>
    public const int MissingCode = -1;

    private readonly Dictionary<string, int> _codeOf = new(StringComparer.Ordinal);
    private readonly List<string> _dictionary = [];
    private int[] _codes = [];
    private int _count;

    /// <inheritdoc/>
    public override ColumnKind Kind => ColumnKind.Text;

    /// <inheritdoc/>
    public override int Count => _count;

    /// <summary>One code per row, <see cref="MissingCode"/> where missing; valid until the next append.</summary>
    public ReadOnlySpan<int> Codes => _codes.AsSpan(0, _count);

    /// <summary>The distinct strings; a code is an index into this list.</summary>
    public IReadOnlyList<string> Dictionary => _dictionary;

    /// <summary>The text of <paramref name="row"/> (0-based), or null where missing.</summary>
    public string? this[int row] => Codes[row] is var code and >= 0 ? _dictionary[code] : null;

    /// <inheritdoc/>
    public override bool IsMissing(int row) => Codes[row] < 0;

    /// <summary>Adds one row; null means missing, the empty string is a value.</summary>
    public void Append(string? value)
    {
        if (value is null)
        {
            AppendCode(MissingCode);
        }
        else
        {
            Append(value.AsSpan());
        }
    }

    /// <summary>Adds one row from characters; allocates a string only for a value not seen before.</summary>
    public void Append(ReadOnlySpan<char> value)
    {
        Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup =
            _codeOf.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!lookup.TryGetValue(value, out int code))
        {
            code = _dictionary.Count;
            string text = value.ToString();
            _dictionary.Add(text);
            _codeOf.Add(text, code);
        }

        AppendCode(code);
    }

    /// <inheritdoc/>
    public override void Clear()
    {
        _count = 0;
        _codeOf.Clear();
        _dictionary.Clear();
    }

    private void AppendCode(int code)
    {
        if (_count == _codes.Length)
        {
            Array.Resize(ref _codes, Math.Max(64, _count * 2));
        }

        _codes[_count++] = code;
    }
}
