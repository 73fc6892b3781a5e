using Xunit;

namespace Hamf.TestKit;

/// <summary>What a test needs from outside: missing on a laptop it skips the test, in CI (<c>CI=true</c>) it fails it.</summary>
public static class RealPart
{
    /// <summary>The repository's folder, found from where the tests run.</summary>
    public static string RepositoryFolder { get; } = FindRepository();

    /// <summary>Goes on only when the part is there.</summary>
    /// <param name="isThere">Whether it is.</param>
    /// <param name="name">Its name.</param>
    /// <param name="install">The command that installs it.</param>
    public static void Require(bool isThere, string name, string install)
    {
        string message = $"{name} is missing; install it with: {install}";
        if (!isThere && Environment.GetEnvironmentVariable("CI") == "true")
        {
            Assert.Fail(message);
        }

        Assert.SkipUnless(isThere, message);
    }

    /// <summary>Goes on only when Node.js and the package of tests/servers are there.</summary>
    public static void RequireNode(string package)
    {
        bool hasNode = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, "node")) || File.Exists(Path.Combine(folder, "node.exe")));
        Require(hasNode, "Node.js", "apt-get install nodejs npm");
        Require(
            Directory.Exists(Path.Combine(RepositoryFolder, "tests", "servers", "node_modules", package)),
            $"The npm package {package}",
            "npm ci --prefix tests/servers");
    }

    private static string FindRepository()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Hamf.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException("No folder above the tests holds Hamf.slnx.");
    }
}
