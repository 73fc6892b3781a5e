namespace Hamf.Server.Tests;

/// <summary>The folder that holds the sources, for tests of documents and assets.</summary>
internal static class Repository
{
    /// <summary>Its full path.</summary>
    public static string Root { get; } = Find();

    private static string Find()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Hamf.slnx")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Hamf.slnx is in no folder above the tests.");
        }

        return folder;
    }
}
