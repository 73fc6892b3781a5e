using System.Xml.Linq;
using Hamf.TestKit;

namespace Hamf.Repo.Tests;

/// <summary>The arrows between projects, as ARCHITECTURE.md draws them.</summary>
public sealed class ProjectArrowTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Hamf.Models"] = [],
        ["Hamf.Pipeline"] = ["Hamf.Models"],
        ["Hamf.Adapters"] = ["Hamf.Models", "Hamf.Pipeline"],
        ["Hamf.Server"] = ["Hamf.Models", "Hamf.Pipeline"],
        ["Hamf.Simulator"] = [],
        ["Hamf.App"] = ["Hamf.Models", "Hamf.Pipeline", "Hamf.Adapters", "Hamf.Server", "Hamf.Simulator"],
    };

    private static readonly Dictionary<string, string[]> AllowedPackages = new()
    {
        ["Hamf.Models"] = [],
        ["Hamf.Pipeline"] = ["CsvHelper", "YamlDotNet"],
        ["Hamf.Simulator"] = [],
    };

    public static TheoryData<string> Projects => new(Allowed.Keys);

    [Fact]
    public void Every_project_under_src_is_listed_here()
    {
        string[] found = Directory.GetDirectories(Path.Combine(RealPart.RepositoryRoot, "src")).Select(Path.GetFileName).ToArray()!;

        Assert.Equal(Allowed.Keys.Order(), found.Order());
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_references_only_what_it_may(string project)
    {
        string[] references = Load(project).Descendants("ProjectReference")
            .Select(e => Path.GetFileNameWithoutExtension(e.Attribute("Include")!.Value))
            .ToArray();

        Assert.Empty(references.Except(Allowed[project]));
    }

    [Theory]
    [InlineData("Hamf.Models")]
    [InlineData("Hamf.Pipeline")]
    [InlineData("Hamf.Simulator")]
    public void Core_project_uses_only_its_packages(string project)
    {
        string[] packages = Load(project).Descendants("PackageReference").Select(e => e.Attribute("Include")!.Value).ToArray();

        Assert.Empty(packages.Except(AllowedPackages[project]));
    }

    [Theory]
    [InlineData("Hamf.Pipeline")]
    [InlineData("Hamf.Adapters")]
    [InlineData("Hamf.Server")]
    public void Packages_of_a_library_do_not_leak_into_its_users(string project)
    {
        XElement[] leaking = Load(project).Descendants("PackageReference")
            .Where(e => e.Attribute("PrivateAssets")?.Value is not ("compile" or "all"))
            .ToArray();

        Assert.Empty(leaking);
    }

    private static XDocument Load(string project) =>
        XDocument.Load(Path.Combine(RealPart.RepositoryRoot, "src", project, project + ".csproj"));
}
