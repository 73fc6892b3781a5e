using Hamf.Models.Formats.Containers;

namespace Hamf.Models.Formats.Pickle;

/// <summary>What was noted while a pickle was read.</summary>
/// <param name="Container">What the file is compressed with.</param>
/// <param name="Protocol">The protocol it announces; 0 when it announces none, as protocols 0 and 1 do.</param>
/// <param name="Layout">Where its arrays stand.</param>
/// <param name="ScikitLearnVersions">Versions that its estimators say they were written by, in order.</param>
/// <param name="Packages">Top packages of the names in it, in order; the first 32.</param>
/// <param name="IsFromNumPy2">Whether its arrays have the names of NumPy 2.</param>
/// <param name="SuspiciousNames">Names that no model has a use for; nothing of them was run. The first 32.</param>
/// <param name="ObjectCount">Objects and arrays in it.</param>
/// <param name="TrailingSize">Bytes behind its end, which were not looked at.</param>
internal sealed record PickleSummary(
    ContainerKind Container,
    int Protocol,
    JoblibLayout Layout,
    IReadOnlyCollection<string> ScikitLearnVersions,
    IReadOnlyCollection<string> Packages,
    bool IsFromNumPy2,
    IReadOnlyCollection<string> SuspiciousNames,
    long ObjectCount,
    int TrailingSize);
