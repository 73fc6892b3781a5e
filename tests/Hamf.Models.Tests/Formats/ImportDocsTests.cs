using System.Text.RegularExpressions;
using Hamf.Models.Formats.Sklearn;
using Hamf.TestKit;

namespace Hamf.Models.Tests.Formats;

/// <summary>Holds docs/formats/import.md to the code.</summary>
public sealed partial class ImportDocsTests
{
    [Fact]
    public void Every_class_that_is_known_is_listed_and_no_other()
    {
        string[] known = [.. ClassCatalog.Names.Select(name => name[(name.LastIndexOf('.') + 1)..]).Distinct()];
        string page = File.ReadAllText(Path.Combine(RealPart.RepositoryRoot, "docs", "formats", "import.md"));
        string classes = page.Split("\n## ").Single(section => section.StartsWith("Classes", StringComparison.Ordinal));
        IEnumerable<string> listed = classes.Split('\n').Where(line => line.StartsWith('|'))
            .SelectMany(row => ClassName().Matches(row).Select(match => match.Groups[1].Value)).Distinct();

        Assert.Equal(known.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex("`([A-Za-z_]+)`")]
    private static partial Regex ClassName();
}
