using System.Reflection;
using Hamf.Pipeline.Validation;

namespace Hamf.Pipeline.Tests.Validation;

public sealed class RulesGuideTests
{
    [Fact]
    public void The_guide_lists_every_rule_word_for_word()
    {
        string guide = File.ReadAllText(Path.Combine(RepositoryRoot(), "docs", "guides", "rows.md"));
        string[] rules =
        [
            .. typeof(FieldRules).GetFields(BindingFlags.Static | BindingFlags.Public)
                .Where(f => f.FieldType == typeof(string)).Select(f => (string)f.GetValue(null)!),
            FieldRules.FieldLength, FieldRules.LineLength, FieldRules.TimeAs(["F", "G"]), FieldRules.DateAs(["F", "G"]), FieldRules.OneOf(["A", "B"]),
        ];

        Assert.True(rules.Length > 15);
        Assert.All(rules, rule => Assert.Contains($"`{rule}`", guide, StringComparison.Ordinal));
    }

    private static string RepositoryRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Hamf.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}
