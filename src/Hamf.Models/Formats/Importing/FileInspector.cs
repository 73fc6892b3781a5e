using Hamf.Models.Formats.Hamf;
using Hamf.Models.Formats.Inspecting;
using Hamf.Models.Formats.Pickle;
using Hamf.Models.Formats.Sklearn;
using Hamf.Models.Graph;

namespace Hamf.Models.Formats.Importing;

/// <summary>Describes a file by what it is.</summary>
internal static class FileInspector
{
    public static Inspection Inspect(ImportFile file, IReadOnlyList<ImportFile> companions, CancellationToken cancellation)
    {
        if (file.Content.Span.StartsWith("HAMFMODL"u8))
        {
            return InspectOwn(file);
        }

        if (LibraryFile.LooksLike(file.Content.Span))
        {
            ImportedEstimator found = LibraryFile.Read(file.Content);
            return Single(found.Library, $"a model of {found.Library} {found.LibraryVersion} ({found.Estimator.Algorithm}) with {found.Estimator.InputWidth} inputs");
        }

        Dictionary<string, ReadOnlyMemory<byte>> beside = companions.GroupBy(other => Path.GetFileName(other.Name), StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.First().Content, StringComparer.Ordinal);
        (PyValue value, PickleSummary summary) = PickleFile.ReadWithSummary(file.Content, new PickleLimits(), beside, cancellation);
        return PickleInspector.Inspect(value, summary, IsSupported);
    }

    // A label encoder names classes or encodes a column; it is no part by itself.
    private static bool IsSupported(PyName type) => ClassCatalog.Knows(type) || ModuleNames.Today(type) == "sklearn.preprocessing._label.LabelEncoder";

    private static Inspection InspectOwn(ImportFile file)
    {
        Model model = ReadOwn(file);
        return Single("hamf", $"a model of Hamf ({model.Algorithm}) with {model.Features.Count} inputs");
    }

    private static Inspection Single(string format, string description) => new()
    {
        Format = format.ToLowerInvariant(),
        Container = "raw",
        Protocol = 0,
        Layout = "none",
        ScikitLearnVersions = [],
        IsFromNumPy2 = false,
        SuspiciousNames = [],
        TrailingSize = 0,
        Classes = [],
        Root = new InspectedNode(string.Empty, string.Empty, description),
    };

    private static Model ReadOwn(ImportFile file)
    {
        try
        {
            return ModelFile.Read(file.Content.Span);
        }
        catch (InvalidDataException e)
        {
            throw new ImportException(string.Empty, e.Message.TrimEnd('.'), string.Empty, e);
        }
    }
}
