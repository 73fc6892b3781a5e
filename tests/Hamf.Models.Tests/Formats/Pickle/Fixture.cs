namespace Hamf.Models.Tests.Formats.Pickle;

/// <summary>The files that the script of this area made.</summary>
internal static class Fixture
{
    /// <summary>Where they are.</summary>
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Fixtures", "Import", "Pickle");

    /// <summary>The content of one.</summary>
    public static byte[] Read(string name) => File.ReadAllBytes(Path.Combine(Folder, name));

    /// <summary>The notation of each entry of the value that all of them hold.</summary>
    public static Dictionary<string, string> Expected() => File.ReadLines(Path.Combine(Folder, "expected.txt"))
        .Select(line => line.Split(" = ", 2))
        .ToDictionary(parts => parts[0], parts => parts[1]);
}
