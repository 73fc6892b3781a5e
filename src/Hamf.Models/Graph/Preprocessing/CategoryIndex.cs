using Hamf.Models.Formats.Hamf;

namespace Hamf.Models.Graph.Preprocessing;

/// <summary>The categories of one column: texts or numbers, and perhaps "missing". Finds the position of a row's value among them.</summary>
internal sealed class CategoryIndex
{
    private readonly string[] _texts;
    private readonly double[] _numbers;
    private readonly int _missing;
    private readonly Dictionary<string, int> _byText = new(StringComparer.Ordinal);
    private readonly Dictionary<double, int> _byNumber = [];

    /// <param name="texts">Texts by position; anything at <paramref name="missing"/>. Empty for a column of numbers.</param>
    /// <param name="numbers">Numbers by position; anything at <paramref name="missing"/>. Empty for a column of text.</param>
    /// <param name="missing">Position of "missing", or -1. A missing value is then a category like any other.</param>
    /// <exception cref="ArgumentException">Texts and numbers are mixed, or <paramref name="missing"/> is out of range.</exception>
    public CategoryIndex(string[] texts, double[] numbers, int missing)
    {
        if ((texts.Length > 0 && numbers.Length > 0) || missing < -1 || missing >= texts.Length + numbers.Length)
        {
            throw new ArgumentException($"There is no column of {texts.Length} texts, {numbers.Length} numbers and missing at {missing}.");
        }

        (_texts, _numbers, _missing) = (texts, numbers, missing);
        for (int i = 0; i < Count; i++)
        {
            if (i == missing)
            {
                continue;
            }

            bool isNew = ReadsText ? _byText.TryAdd(texts[i], i) : _byNumber.TryAdd(numbers[i], i);
            if (!isNew)
            {
                throw new ArgumentException($"Category {i} comes twice.");
            }
        }
    }

    /// <summary>Number of categories.</summary>
    public int Count => _texts.Length + _numbers.Length;

    /// <summary>Whether the column holds texts.</summary>
    public bool ReadsText => _texts.Length > 0;

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static CategoryIndex Read(ref PartReader reader) => new(reader.Texts("a category"), reader.Doubles(), reader.Int());

    /// <summary>Reads several.</summary>
    public static CategoryIndex[] ReadAll(ref PartReader reader)
    {
        var columns = new CategoryIndex[reader.Count("columns")];
        for (int i = 0; i < columns.Length; i++)
        {
            columns[i] = Read(ref reader);
        }

        return columns;
    }

    /// <summary>Writes several.</summary>
    public static void WriteAll(PartWriter writer, CategoryIndex[] columns)
    {
        writer.Int(columns.Length);
        foreach (CategoryIndex column in columns)
        {
            column.Write(writer);
        }
    }

    /// <summary>Writes what <see cref="Read"/> reads.</summary>
    public void Write(PartWriter writer)
    {
        writer.Texts(_texts);
        writer.Doubles(_numbers);
        writer.Int(_missing);
    }

    /// <summary>The position of a row's value, or -1 for one that is no category.</summary>
    public int Find(RowVector row, int column)
    {
        string? text = row.HasTexts ? row.Texts[column] : null;
        if (text is not null)
        {
            return ReadsText && _byText.TryGetValue(text, out int position) ? position : -1;
        }

        double number = row[column];
        if (double.IsNaN(number))
        {
            return _missing;
        }

        return !ReadsText && _byNumber.TryGetValue(number, out int at) ? at : -1;
    }
}
