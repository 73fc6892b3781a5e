using Hamf.Models.Formats.Importing;
using Hamf.Models.Formats.Inspecting;

namespace Hamf.Models.Formats;

/// <summary>
/// Turns the files of a trained model, of scikit-learn, XGBoost, LightGBM, CatBoost or Hamf itself, into one <see cref="Graph.Model"/> with the original's
/// predictions (docs/formats/import.md). Files are data: nothing in them is executed, and every length in them is checked.
/// </summary>
public static class ModelImport
{
    /// <summary>Most files of a set.</summary>
    public const int FilesMax = 1_000;

    /// <summary>Reads a set of files that belong together: the model, and what was saved beside it.</summary>
    /// <param name="files">At least one.</param>
    /// <param name="options">What the files do not say.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="ImportException">They hold no model that can be imported; the message says what was found, where, and what to do.</exception>
    public static ImportResult Read(IReadOnlyList<ImportFile> files, ImportOptions options, CancellationToken cancellation = default)
    {
        if (files.Count is 0 or > FilesMax)
        {
            throw new ImportException(string.Empty, $"{files.Count} files were given", $"Give 1 to {FilesMax} files");
        }

        if (options.Threshold is { } threshold && threshold is not (>= 0 and <= 1))
        {
            throw new ImportException(string.Empty, $"the threshold is {threshold}", "A score is between 0 and 1, and so is its threshold");
        }

        var report = new ImportReport();
        IReadOnlyList<ImportItem> items = new FileSorter(files, report, cancellation).Sort();
        return new GraphJoiner(WithoutLeftOut(items, options, report), options, report).Join();
    }

    /// <summary>Shows what is inside a file without importing it.</summary>
    /// <param name="file">The file; those beside it are in <paramref name="companions"/>.</param>
    /// <param name="companions">The files that joblib before 0.10 saved beside it.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="ImportException">It cannot be read; the message says what it is.</exception>
    public static Inspection Inspect(ImportFile file, IReadOnlyList<ImportFile> companions, CancellationToken cancellation = default) =>
        FileInspector.Inspect(file, companions, cancellation);

    private static List<ImportItem> WithoutLeftOut(IReadOnlyList<ImportItem> items, ImportOptions options, ImportReport report)
    {
        foreach (string name in options.LeaveOut.Where(name => !items.Any(item => IsNamed(item, name))))
        {
            throw new ImportException(
                string.Empty, $"--leave-out {name} names nothing in the files", $"They hold {string.Join(", ", items.Take(20).Select(item => item.Key))}");
        }

        foreach (ImportItem item in items.Where(item => options.LeaveOut.Any(name => IsNamed(item, name))))
        {
            report.Note($"{item.Place}: left out, as asked");
        }

        return [.. items.Where(item => !options.LeaveOut.Any(name => IsNamed(item, name)))];
    }

    private static bool IsNamed(ImportItem item, string name) =>
        item.Key == name || item.Place == name || item.Place.StartsWith(name + " ", StringComparison.Ordinal) || Path.GetFileNameWithoutExtension(item.Key) == name;
}
