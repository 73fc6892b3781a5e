using Hamf.Models.Formats.Pickle;

namespace Hamf.Models.Formats.Inspecting;

/// <summary>Describes a pickle that was read.</summary>
internal static class PickleInspector
{
    /// <summary>What is inside.</summary>
    /// <param name="value">The value of the pickle.</param>
    /// <param name="summary">What was noted while it was read.</param>
    /// <param name="isSupported">Whether objects of a class can be imported.</param>
    public static Inspection Inspect(PyValue value, PickleSummary summary, Func<PyName, bool> isSupported) => new()
    {
        Format = summary.Layout == JoblibLayout.None ? "pickle" : "joblib",
        Container = summary.Container.ToString().ToLowerInvariant(),
        Protocol = summary.Protocol,
        Layout = summary.Layout.ToString().ToLowerInvariant(),
        ScikitLearnVersions = [.. summary.ScikitLearnVersions],
        IsFromNumPy2 = summary.IsFromNumPy2,
        SuspiciousNames = [.. summary.SuspiciousNames],
        TrailingSize = summary.TrailingSize,
        Classes = new ClassCensus(isSupported).Count(value),
        Root = new ObjectTree(isSupported).Build(value),
    };
}
