using Hamf.Models.Graph;

namespace Hamf.Models.Formats.Importing;

/// <summary>Decides what the inputs of a model are called.</summary>
internal sealed class NameChoice(IReadOnlyList<ImportItem> items, ImportOptions options, ImportReport report)
{
    /// <summary>The name of the only input of a model that reads a text and does not name it.</summary>
    public const string Text = "text";

    /// <summary>The names that a list in the files, or the user, gives to that many inputs, or null.</summary>
    public string[]? Listed(int width) => options.Columns.Count == width ? [.. options.Columns] : Lists(width).Select(list => list.Texts).FirstOrDefault();

    /// <summary>The names, one per input.</summary>
    /// <param name="estimator">What reads them.</param>
    /// <param name="found">The names that it was fitted with, or null.</param>
    /// <exception cref="ImportException">Names were given that are too many, too few or not different.</exception>
    public string[] Choose(Estimator estimator, string[]? found)
    {
        int width = estimator.InputWidth;
        if (options.Columns.Count > 0)
        {
            return options.Columns.Count == width
                ? Checked([.. options.Columns], "--columns")
                : throw new ImportException(string.Empty, $"--columns names {options.Columns.Count} inputs, but the model takes {width}", "Name each input once, in the order of training");
        }

        if (found?.Length == width)
        {
            report.Note($"the {width} inputs have the names that the model was fitted with");
            return Checked(found, "the model");
        }

        TextsItem[] lists = [.. Lists(width)];
        if (lists.Length > 0)
        {
            return lists.Skip(1).All(list => list.Texts.SequenceEqual(lists[0].Texts))
                ? FromList(lists[0])
                : throw new ImportException(lists[1].Place, $"two lists could name the {width} inputs: this and {lists[0].Place}", $"Leave one out with --leave-out {lists[1].Key}");
        }

        foreach (TextsItem other in items.OfType<TextsItem>().Where(list => !IsOfClasses(list)))
        {
            report.Warn($"{other.Place} lists {other.Texts.Length} names, but the model takes {width} inputs: it was not used");
        }

        return width == 1 && estimator.ReadsText(0) ? [Text] : Generated(width);
    }

    private IEnumerable<TextsItem> Lists(int width) => items.OfType<TextsItem>().Where(list => list.Texts.Length == width && !IsOfClasses(list));

    private static bool IsOfClasses(TextsItem list) =>
        list.Key.Contains("class", StringComparison.OrdinalIgnoreCase) || list.Key.Contains("target", StringComparison.OrdinalIgnoreCase)
        || list.Key.Contains("label", StringComparison.OrdinalIgnoreCase);

    private string[] FromList(TextsItem list)
    {
        report.Note($"{list.Place}: a list with a name for each of the {list.Texts.Length} inputs");
        return Checked(list.Texts, list.Place);
    }

    private string[] Generated(int width)
    {
        report.Warn($"the files name no inputs: they are called x0 to x{width - 1}, in the order of training; --columns a,b,c gives them names");
        return [.. Enumerable.Range(0, width).Select(i => $"x{i}")];
    }

    private static string[] Checked(string[] names, string source)
    {
        string? wrong = Array.Find(names, name => name.Trim().Length is 0 or > 200 || name.Any(char.IsControl))
            ?? names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1)?.Key;
        return wrong is null
            ? names
            : throw new ImportException(string.Empty, $"'{wrong}', a name that {source} gives to an input, is empty, too long or there twice", "Name the inputs with --columns");
    }
}
