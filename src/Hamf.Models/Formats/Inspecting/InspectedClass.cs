namespace Hamf.Models.Formats.Inspecting;

/// <summary>A class of which there are objects in a file.</summary>
/// <param name="Name">Module and name, as in the file.</param>
/// <param name="Count">Number of objects.</param>
/// <param name="FirstPath">Where the first of them stands; empty for the file's own value.</param>
/// <param name="IsSupported">Whether it can be imported.</param>
public sealed record InspectedClass(string Name, int Count, string FirstPath, bool IsSupported);
