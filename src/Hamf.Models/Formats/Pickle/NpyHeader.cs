using System.Globalization;

namespace Hamf.Models.Formats.Pickle;

/// <summary>
/// The header of a <c>.npy</c> file, as <c>{'descr': '&lt;f8', 'fortran_order': False, 'shape': (3, 4), }</c>; the type of records is a list of
/// names and codes.
/// </summary>
internal sealed class NpyHeader
{
    private const int ItemsMax = 1000;

    private readonly string _text;
    private int _position;

    private NpyHeader(string text) => _text = text;

    /// <summary>The three entries, or null when they cannot be read.</summary>
    public static (PyArrayType Type, int[] Shape, bool IsColumnMajor)? Parse(string text)
    {
        NpyHeader header = new(text);
        PyArrayType? type = null;
        int[]? shape = null;
        bool? isColumnMajor = null;
        if (!header.Skip('{'))
        {
            return null;
        }

        while (!header.Skip('}'))
        {
            string? key = header.Quoted();
            if (key is null || !header.Skip(':'))
            {
                return null;
            }

            bool isRead = key switch
            {
                "descr" => (type = header.Type()) is not null,
                "shape" => (shape = header.Lengths()) is not null,
                "fortran_order" => (isColumnMajor = header.Boolean()) is not null,
                _ => false,
            };
            if (!isRead)
            {
                return null;
            }

            header.Skip(',');
        }

        return type is null || shape is null || isColumnMajor is not { } order ? null : (type, shape, order);
    }

    private PyArrayType? Type() => Skip('[') ? Record() : Quoted() is { } code ? DataTypeReader.FromCode(code) : null;

    /// <summary>Fields one after the other, without gaps.</summary>
    private PyArrayType? Record()
    {
        List<PyArrayField> fields = [];
        int offset = 0;
        while (!Skip(']'))
        {
            if (fields.Count == ItemsMax || !Skip('(') || Quoted() is not { } name || !Skip(',') || Quoted() is not { } code || !Skip(')')
                || DataTypeReader.FromCode(code) is not { } type)
            {
                return null;
            }

            // Gaps of an aligned record are fields without a name.
            if (name.Length > 0)
            {
                fields.Add(new PyArrayField(name, type, offset));
            }

            offset = Math.Min(offset + type.ItemSize, int.MaxValue / 2);
            Skip(',');
        }

        return new PyArrayType('V', offset, IsBigEndian: false, fields);
    }

    private int[]? Lengths()
    {
        List<int> lengths = [];
        if (!Skip('('))
        {
            return null;
        }

        while (!Skip(')'))
        {
            int end = _position;
            while (end < _text.Length && char.IsAsciiDigit(_text[end]))
            {
                end++;
            }

            if (lengths.Count == ItemsMax || !int.TryParse(_text.AsSpan(_position..end), NumberStyles.None, CultureInfo.InvariantCulture, out int length))
            {
                return null;
            }

            lengths.Add(length);
            _position = end;

            // Python 2 marked long integers.
            Skip('L');
            Skip(',');
        }

        return [.. lengths];
    }

    private bool? Boolean() => Word("True") ? true : Word("False") ? false : null;

    private bool Word(string word)
    {
        SkipBlanks();
        bool isThere = string.CompareOrdinal(_text, _position, word, 0, word.Length) == 0;
        _position += isThere ? word.Length : 0;
        return isThere;
    }

    private string? Quoted()
    {
        SkipBlanks();
        if (_position >= _text.Length || _text[_position] is not ('\'' or '"'))
        {
            return null;
        }

        int end = _text.IndexOf(_text[_position], _position + 1);
        if (end < 0)
        {
            return null;
        }

        string quoted = _text[(_position + 1)..end];
        _position = end + 1;
        return quoted;
    }

    private bool Skip(char character)
    {
        SkipBlanks();
        bool isThere = _position < _text.Length && _text[_position] == character;
        _position += isThere ? 1 : 0;
        SkipBlanks();
        return isThere;
    }

    private void SkipBlanks()
    {
        while (_position < _text.Length && char.IsWhiteSpace(_text[_position]))
        {
            _position++;
        }
    }
}
