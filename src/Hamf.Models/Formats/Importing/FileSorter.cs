using System.Text.Json;
using Hamf.Models.Formats.Hamf;
using Hamf.Models.Formats.Pickle;
using Hamf.Models.Graph;

namespace Hamf.Models.Formats.Importing;

/// <summary>Tells by its content what each file of a set is; names only say which files are known to lie beside a model.</summary>
internal sealed class FileSorter(IReadOnlyList<ImportFile> files, ImportReport report, CancellationToken cancellation)
{
    // Lists of names and thresholds are small; a bigger JSON file is something else.
    private const int JsonSizeMax = 4 << 20;

    // What MLflow and training scripts put beside a model.
    private static readonly string[] Bystanders =
    [
        "conda.yaml", "requirements.txt", "python_env.yaml", "input_example.json", "serving_input_example.json", "serving_input_payload.json",
        "registered_model_meta", "README.md",
    ];

    // Packages whose objects scripts save by the way: a path, a buffer, a lock. They run no command.
    private static readonly string[] Oddities = ["pathlib", "io", "threading", "types", "tempfile"];

    // How Python saves a method of an object, such as a tokenizer of the user's own, and other references that call nothing by themselves.
    private static readonly string[] References =
    [
        "builtins.getattr", "builtins.map", "builtins.filter", "builtins.vars", "builtins.memoryview", "operator.attrgetter", "operator.itemgetter",
        "operator.methodcaller", "functools.reduce",
    ];

    private readonly ValueSorter _values = new(report);

    private static ReadOnlySpan<byte> OwnMagic => "HAMFMODL"u8;

    /// <summary>Everything found, in the order of the files.</summary>
    /// <exception cref="ImportException">A file is damaged, hostile, or of no known format.</exception>
    public IReadOnlyList<ImportItem> Sort()
    {
        Dictionary<string, ReadOnlyMemory<byte>> companions = files.Where(IsCompanion)
            .GroupBy(file => Bare(file.Name), StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First().Content, StringComparer.Ordinal);
        foreach (ImportFile file in files.Where(file => !IsCompanion(file)))
        {
            cancellation.ThrowIfCancellationRequested();
            string name = Bare(file.Name);
            if (Bystanders.Contains(name))
            {
                report.Note($"{name}: not needed for scoring");
            }
            else
            {
                Sort(file, name, companions);
            }
        }

        return _values.Items;
    }

    private void Sort(ImportFile file, string name, Dictionary<string, ReadOnlyMemory<byte>> companions)
    {
        if (name == "MLmodel")
        {
            SortSignature(file, name);
        }
        else if (file.Content.Span.StartsWith(OwnMagic))
        {
            _values.Add(new OwnModelItem(name, name, ReadOwn(file, name)));
        }
        else if (LibraryFile.LooksLike(file.Content.Span))
        {
            AddModel(file, name);
        }
        else if (TryJson(file.Content, out PyValue? json))
        {
            _values.Sort(json, name, name);
        }
        else
        {
            SortPickle(file, name, companions);
        }
    }

    private void AddModel(ImportFile file, string name)
    {
        ImportedEstimator found;
        try
        {
            found = LibraryFile.Read(file.Content);
        }
        catch (ImportException e)
        {
            throw e.Inside(name);
        }

        report.Library(found.LibraryVersion is { } version ? $"{found.Library} {version}" : found.Library);
        foreach (string note in found.Notes)
        {
            report.Note($"{name}: {note.TrimEnd('.')}");
        }

        _values.Add(new PartItem(name, name, $"{found.Library} model", found.Estimator, FeatureNames.Given(found.FeatureNames), null));
    }

    private void SortSignature(ImportFile file, string name)
    {
        if (MlflowSignature.InputNames(file.Content.Span) is { } inputs)
        {
            _values.Add(new TextsItem($"{name} (signature)", name, inputs));
        }
    }

    private void SortPickle(ImportFile file, string name, Dictionary<string, ReadOnlyMemory<byte>> companions)
    {
        (PyValue value, PickleSummary summary) = ReadPickle(file, name, companions);
        RefuseCommands(name, summary.SuspiciousNames);
        string[] versions = [.. summary.ScikitLearnVersions];
        foreach (string version in versions)
        {
            report.Library($"scikit-learn {version}");
        }

        foreach (string package in summary.Packages.Where(package => package is "xgboost" or "lightgbm" or "catboost" or "imblearn"))
        {
            report.Library(package);
        }

        LibraryAge.Warn(name, versions, report);
        _values.Sort(value, name, name);
    }

    private void RefuseCommands(string file, IReadOnlyCollection<string> names)
    {
        string[] commands = [.. names.Where(name => !Oddities.Contains(name.Split('.')[0]) && !References.Contains(name))];
        if (commands.Length > 0)
        {
            throw new ImportException(
                file,
                $"the file calls {string.Join(", ", commands)}, which no trained model needs: it was made to run commands where it is loaded",
                "Nothing of it was run. Do not load it in Python either");
        }

        if (names.Count > 0)
        {
            report.Warn($"{file} names {string.Join(", ", names)}, which a model does not need; it was kept as data and not used");
        }
    }

    private (PyValue Value, PickleSummary Summary) ReadPickle(ImportFile file, string name, Dictionary<string, ReadOnlyMemory<byte>> companions)
    {
        try
        {
            return PickleFile.ReadWithSummary(file.Content, new PickleLimits(), companions, cancellation);
        }
        catch (ImportException e)
        {
            throw e.Inside(name);
        }
    }

    private static Model ReadOwn(ImportFile file, string name)
    {
        try
        {
            return ModelFile.Read(file.Content.Span);
        }
        catch (InvalidDataException e)
        {
            throw new ImportException(name, e.Message.TrimEnd('.'), string.Empty, e);
        }
    }

    private static bool TryJson(ReadOnlyMemory<byte> content, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out PyValue? value)
    {
        value = null;
        if (content.Length > JsonSizeMax || content.Span.TrimStart(" \t\r\n"u8) is not [(byte)'{' or (byte)'[', ..])
        {
            return false;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(content, new JsonDocumentOptions { MaxDepth = 16 });
            value = JsonValues.Read(document.RootElement);
            return true;
        }
        // A text with half of a surrogate pair is only noticed when it is read.
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    // joblib before 0.10 kept each array in a file of its own.
    private static bool IsCompanion(ImportFile file) =>
        file.Name.EndsWith(".npy", StringComparison.OrdinalIgnoreCase) || file.Name.EndsWith(".npy.z", StringComparison.OrdinalIgnoreCase);

    private static string Bare(string name) => name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
}
