using System.Globalization;

namespace Hamf.Models.Formats.LightGBM;

/// <summary>Some lines <c>key=values</c> of a model text: its head, or a tree.</summary>
internal sealed class LightGBMSection(string text, string path)
{
    private readonly Dictionary<string, Range> _values = new(StringComparer.Ordinal);

    /// <summary>What the section is, for messages; empty for the head.</summary>
    public string Path { get; } = path;

    /// <summary>Takes a line; of equal keys the last one counts.</summary>
    public void Add(Range line)
    {
        (int start, int length) = line.GetOffsetAndLength(text.Length);
        int equals = text.AsSpan(start, length).IndexOf('=');
        string key = text.Substring(start, equals < 0 ? length : equals);
        _values[key] = equals < 0 ? new Range(start + length, start + length) : new Range(start + equals + 1, start + length);
    }

    public bool Has(string key) => _values.ContainsKey(key);

    public string Text(string key) => text[Range(key)];

    public string Text(string key, string whenAbsent) => Has(key) ? Text(key) : whenAbsent;

    public int Int(string key) => Int(text.AsSpan()[Range(key)], key);

    public int Int(string key, int whenAbsent) => Has(key) ? Int(key) : whenAbsent;

    /// <summary>Exactly <paramref name="count"/> numbers.</summary>
    public double[] Doubles(string key, int count)
    {
        ReadOnlySpan<char> values = text.AsSpan()[Range(key)];
        var numbers = new List<double>();
        foreach (Range part in values.Split(' '))
        {
            ReadOnlySpan<char> value = values[part];
            if (!value.IsEmpty)
            {
                numbers.Add(Double(value, key));
            }
        }

        return numbers.Count == count ? [.. numbers] : throw Fault($"{key} has {numbers.Count} values; {count} were expected");
    }

    /// <summary>Exactly <paramref name="count"/> whole numbers.</summary>
    public int[] Ints(string key, int count) => Array.ConvertAll(Doubles(key, count), value => Whole(value, key));

    /// <summary>An error in this section.</summary>
    public ImportException Fault(string what, string advice = "") => new(Path, what, advice);

    private Range Range(string key) => _values.TryGetValue(key, out Range range) ? range : throw Fault($"the model text of LightGBM has no {key}", "Copy the file again");

    private int Int(ReadOnlySpan<char> value, string key) => Whole(Double(value, key), key);

    private int Whole(double value, string key) =>
        value == Math.Truncate(value) && Math.Abs(value) <= int.MaxValue ? (int)value : throw Fault($"{key} holds {value.ToString("R", CultureInfo.InvariantCulture)}, not a whole number");

    // The C++ spelling of what is not finite; checked where it matters.
    private double Double(ReadOnlySpan<char> value, string key) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number
        : value is "inf" ? double.PositiveInfinity
        : value is "-inf" ? double.NegativeInfinity
        : value is "nan" or "-nan" ? double.NaN
        : throw Fault($"{key} holds '{(value.Length <= 40 ? value : value[..40])}', not a number");
}
