using System.Text;

namespace Hamf.Pipeline.Detectors.Inference;

/// <summary>What the cells of one column are, gathered over a whole file in bounded memory. Not thread-safe.</summary>
internal sealed class ColumnProfile
{
    /// <summary>Most different texts whose own counts are kept.</summary>
    public const int MaxTexts = 50;

    private readonly Dictionary<string, long> _texts = new(StringComparer.Ordinal);
    private readonly DistinctCounter _distinct;
    private bool _isBoolean = true;
    private readonly bool _mayUseComma;
    private ulong _lastHash;
    private long _urlCount;

    /// <param name="name">The column's name.</param>
    /// <param name="index">0-based position in the file.</param>
    /// <param name="mayUseComma">Whether numbers may have a decimal comma.</param>
    /// <param name="distinctLimit">Most different values counted exactly.</param>
    public ColumnProfile(string name, int index, bool mayUseComma, int distinctLimit)
    {
        _distinct = new DistinctCounter(distinctLimit);
        _mayUseComma = mayUseComma;
        Name = name;
        Index = index;
        Words = new NameWords(name);
    }

    public string Name { get; }

    public int Index { get; }

    public NameWords Words { get; }

    /// <summary>Cells, missing ones included.</summary>
    public long Count { get; private set; }

    /// <summary>Empty cells.</summary>
    public long Missing { get; private set; }

    public long Present => Count - Missing;

    /// <summary>The values read with a decimal point.</summary>
    public NumberProfile Numbers { get; } = new((byte)'.');

    /// <summary>The values read with a decimal comma; empty unless the file may use one.</summary>
    public NumberProfile CommaNumbers { get; } = new((byte)',');

    public TimeProfile Times { get; } = new();

    /// <summary>Number of different values; an estimate where <see cref="IsDistinctExact"/> is false.</summary>
    public long Distinct => _distinct.Count;

    public bool IsDistinctExact => _distinct.IsExact;

    /// <summary>Share of the cells with a value that are different from all others, in [0, 1].</summary>
    public double DistinctShare => Present == 0 ? 0 : Math.Min(1, (double)Distinct / Present);

    /// <summary>The mean of the shares of both classes that a rule "value -> class" gets right, or 0 when there are too many values to say.</summary>
    public double BalancedAccuracy => _distinct.IsExact && Distinct * 5 <= Present ? _distinct.BalancedAccuracy() : 0;

    /// <summary>Digest of all values in order; equal for equal columns.</summary>
    public ulong Digest { get; private set; }

    /// <summary>Longest value in bytes.</summary>
    public int MaxLength { get; private set; }

    /// <summary>Shortest value in bytes.</summary>
    public int MinLength { get; private set; } = int.MaxValue;

    /// <summary>Whether nine in ten values are web addresses.</summary>
    public bool IsUrl => Present > 0 && _urlCount >= 0.9 * Present;

    /// <summary>The first different values with their counts; complete while there are at most <see cref="MaxTexts"/>.</summary>
    public IReadOnlyDictionary<string, long> Texts => _texts;

    /// <summary>True when there is one value at most, in every row.</summary>
    public bool IsConstant => (Distinct <= 1 && Missing == 0) || Present == 0;

    /// <summary>True when all values are true/false or yes/no in letters.</summary>
    public bool IsBooleanText => _isBoolean && Present > 0 && !Numbers.IsNumeric;

    /// <summary>Adds a cell.</summary>
    /// <param name="cell">The value as UTF-8, unquoted.</param>
    /// <param name="classIndex">0 or 1 for the label's values, anything else when unknown.</param>
    public void Add(ReadOnlySpan<byte> cell, int classIndex)
    {
        Count++;
        ulong hash = DistinctCounter.HashOf(cell);
        Digest = Tracks.Next(Digest, hash);
        if (cell.IsEmpty)
        {
            Missing++;
            return;
        }

        _distinct.Add(hash, classIndex);
        MaxLength = Math.Max(MaxLength, cell.Length);
        MinLength = Math.Min(MinLength, cell.Length);
        ReadOnlySpan<byte> trimmed = cell.Trim(" \t"u8);
        Numbers.Add(trimmed, classIndex);
        if (_mayUseComma)
        {
            CommaNumbers.Add(trimmed, classIndex);
        }

        Times.Add(trimmed);
        AddText(cell, hash);
    }

    private void AddText(ReadOnlySpan<byte> cell, ulong hash)
    {
        if (cell.StartsWith("http://"u8) || cell.StartsWith("https://"u8))
        {
            _urlCount++;
        }

        // Most columns repeat their value or have far too many: the dictionary is asked only where it can still tell.
        if (_texts.Count < MaxTexts || Distinct <= MaxTexts)
        {
            string text = Encoding.UTF8.GetString(cell);
            if (_texts.TryGetValue(text, out long count) || _texts.Count < MaxTexts)
            {
                _texts[text] = count + 1;
            }
        }

        _isBoolean = _isBoolean && (hash == _lastHash || IsBooleanWord(cell));
        _lastHash = hash;
    }

    private static bool IsBooleanWord(ReadOnlySpan<byte> cell) =>
        Ascii.EqualsIgnoreCase(cell, "true"u8) || Ascii.EqualsIgnoreCase(cell, "false"u8)
        || Ascii.EqualsIgnoreCase(cell, "yes"u8) || Ascii.EqualsIgnoreCase(cell, "no"u8);
}
