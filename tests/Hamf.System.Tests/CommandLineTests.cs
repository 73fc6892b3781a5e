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

    [Theory]
    [InlineData("--port: 'abc' is not a whole number", "serve", "--port", "abc")]
    [InlineData("--fraud-rate: 'much' is not a number", "simulate", "--fraud-rate", "much", "--out", "x.csv")]
    [InlineData("--start: '2025-13-01' is not a day such as 2025-06-01", "simulate", "--start", "2025-13-01", "--out", "x.csv")]
    [InlineData("--from: 'soon' is not a time such as", "evaluate", "--model", "m", "--from", "soon")]
    [InlineData("is not before --to", "evaluate", "--model", "m", "--from", "2025-06-02", "--to", "2025-06-02")]
    [InlineData("--what: 'cards' is not one of payments, urls", "simulate", "--what", "cards", "--out", "x.csv")]
    [InlineData("--algorithm: '1' is not one of auto, gbdt, random_forest, extra_trees, decision_tree, adaboost, logistic, naive_bayes", "train", "d", "--data", "here.csv", "--algorithm", "1")]
    [InlineData("--budget: '2' is not a span from 1s to 7d", "train", "d", "--data", "here.csv", "--budget", "2")]
    [InlineData("--resume needs --budget", "train", "d", "--data", "here.csv", "--resume")]
    [InlineData("--data: there is no file 'gone.csv'", "train", "d", "--data", "gone.csv")]
    [InlineData("--history: there is no file 'gone.csv'", "predict", "d", "--data", "here.csv", "--out", "o.csv", "--history", "gone.csv")]
    [InlineData("--data: '.' is a folder; expected a file", "init", "--data", ".", "--label", "y", "--out", "d")]
    [InlineData("--data: there is no file 'gone.csv'", "ingest", "m", "--data", "gone.csv")]
    [InlineData("FILE: there is no file 'gone.csv'", "labels", "import", "gone.csv")]
    [InlineData("--out: there is no folder", "simulate", "--out", "gone/x.csv")]
    [InlineData("'lst' is not a command, option or argument here", "models", "lst")]
    [InlineData("say what to do: import", "labels")]
    public async Task Wrong_usage_is_told_in_one_line_without_types_of_the_program(string expected, params string[] arguments)
    {
        _folder.Write("here.csv", "a,y\n1,0\n");

        HamfResult result = (await HamfProcess.RunAsync(_folder.Path, arguments)).Ended(2);

        string told = Assert.Single(result.Errors.Split('\n'), line => line.StartsWith("hamf: ", StringComparison.Ordinal));
        Assert.Contains(expected, told, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", result.Errors, StringComparison.Ordinal);
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
