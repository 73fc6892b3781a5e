using Hamf.TestKit;

namespace Hamf.System.Tests;

/// <summary>The contract of the command line that machines rely on, without data.</summary>
public sealed class CommandLineTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public static TheoryData<string> Verbs =>
    [
        "demo", "init", "check", "train", "predict", "evaluate", "models list", "promote", "rollback", "labels import", "serve", "ingest",
        "simulate",
    ];

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task Every_verb_has_help_with_an_example(string verb)
    {
        HamfResult result = (await HamfProcess.RunAsync(_folder.Path, [.. verb.Split(' '), "--help"])).Ended(0);

        Assert.Contains("Example:", result.Output, StringComparison.Ordinal);
        Assert.Contains($"hamf {verb}", result.Output, StringComparison.Ordinal);
        Assert.Contains("--home", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("train")]
    [InlineData("train", "nowhere")]
    [InlineData("nonsense")]
    [InlineData("predict", "--data", "x.csv", "--out", "y.csv")]
    [InlineData("check", "nowhere")]
    public async Task Wrong_usage_ends_with_2(params string[] arguments)
    {
        HamfResult result = (await HamfProcess.RunAsync(_folder.Path, arguments)).Ended(2);

        Assert.NotEmpty(result.Errors.Trim());
        Assert.Empty(result.Output);
    }

    [Fact]
    public async Task Check_lists_all_problems_with_their_lines()
    {
        _folder.Write("d/detector.yaml", "name: x y\nevents:\n  columns:\n    a: {type: nmber}\n    b: {type: text, rolle: key}\n");

        HamfResult result = (await HamfProcess.RunAsync(_folder.Path, ["check", "d", "--json"])).Ended(2);

        int[] lines = result.Json.GetProperty("problems").EnumerateArray().Select(p => p.GetProperty("line").GetInt32()).ToArray();
        Assert.Contains(1, lines);
        Assert.Contains(4, lines);
        Assert.Contains(5, lines);
    }

    public void Dispose() => _folder.Dispose();
}
