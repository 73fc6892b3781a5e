using Xunit;

namespace Hamf.TestKit;

/// <summary>Finds the outside programs that tests run against.</summary>
public static class RealPart
{
    /// <summary>True under continuous integration, where a missing part is a failure.</summary>
    public static bool IsContinuousIntegration => Environment.GetEnvironmentVariable("CI") == "true";

    /// <summary>
    /// The full path of a program on PATH. Where it is missing the test is skipped with the command that installs it, and fails under CI.
    /// </summary>
    public static string Program(string name, string installCommand)
    {
        string? path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);
        Require(path is not null, name, installCommand);
        return path!;
    }

    /// <summary>Skips the test (fails it under CI) when a part is missing.</summary>
    public static void Require(bool isThere, string missing, string installCommand)
    {
        if (isThere)
        {
            return;
        }

        string message = $"{missing} is missing; install it with: {installCommand}";
        if (IsContinuousIntegration)
        {
            Assert.Fail(message);
        }

        Assert.Skip(message);
    }

    /// <summary>Goes on only when Node.js and the package of tests/servers are there.</summary>
    public static void RequireNode(string package)
    {
        Program("node", "apt-get install nodejs npm");
        Require(
            Directory.Exists(Path.Combine(RepositoryRoot, "tests", "servers", "node_modules", package)),
            $"The npm package {package}",
            "npm ci --prefix tests/servers");
    }

    /// <summary>The root of the repository: the folder that holds Hamf.slnx.</summary>
    public static string RepositoryRoot { get; } = FindRoot();

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Hamf.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException("Hamf.slnx was not found above the tests.");
    }
}
