using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Hamf.TestKit;

namespace Hamf.System.Tests;

/// <summary><c>hamf import</c>, <c>inspect</c>, <c>predict --full</c> and serving what was imported, with files that scikit-learn wrote.</summary>
public sealed class ImportVerbTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task An_imported_model_predicts_as_the_library_did()
    {
        await RunAsync(0, "import", Fixture("logistic.pkl"), Fixture("names.json"), "--name", "fraud");

        await RunAsync(0, "predict", "--model", "fraud", "--data", Fixture("logistic.csv"), "--out", "p.csv", "--full");

        string[] written = File.ReadAllLines(_folder.File("p.csv"));
        string[] expected = File.ReadAllLines(Fixture("logistic.csv"));
        Assert.Equal("row,label,proba_0,proba_1", written[0]);
        Assert.Equal(expected.Length, written.Length);
        foreach ((string line, string row) in written.Zip(expected).Skip(1))
        {
            (string[] found, string[] wanted) = (line.Split(','), row.Split(','));
            Assert.Equal(wanted[3], found[1]);
            Assert.Equal(Number(wanted[4]), Number(found[2]), 1e-12);
            Assert.Equal(Number(wanted[5]), Number(found[3]), 1e-12);
        }
    }

    [Fact]
    public async Task The_same_file_twice_is_one_version_and_its_original_can_go()
    {
        await RunAsync(0, "import", Fixture("logistic.pkl"), "--name", "fraud");

        JsonElement second = (await RunAsync(0, "import", Fixture("logistic.pkl"), "--name", "fraud", "--json")).Json;

        Assert.True(second.GetProperty("known").GetBoolean());
        Assert.Equal(1, second.GetProperty("version").GetInt32());
        Assert.Equal(1, (await RunAsync(0, "models", "remove-original", "fraud/1", "--json")).Json.GetProperty("removed").GetInt32());
        await RunAsync(0, "predict", "--model", "fraud", "--data", WithColumns(), "--out", "p.csv");
    }

    [Fact]
    public async Task What_cannot_be_imported_is_said_in_a_sentence()
    {
        HamfResult two = await RunAsync(1, "import", Fixture("two.pkl"), "--name", "fraud", "--json");
        HamfResult hostile = await RunAsync(1, "import", _folder.Write("m.pkl", "cos\nsystem\n(S'touch owned'\ntR."), "--name", "fraud");

        Assert.Contains("--leave-out", two.Json.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Contains("os.system", hostile.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("owned")));
        await RunAsync(2, "import", Fixture("logistic.pkl"));
    }

    [Fact]
    public async Task A_model_without_a_score_cannot_be_promoted()
    {
        HamfResult imported = await RunAsync(0, "import", Fixture("margin.pkl"), "--name", "margin");

        HamfResult promoted = await RunAsync(1, "promote", "margin/1");

        Assert.Contains("not serve", imported.Errors, StringComparison.Ordinal);
        Assert.Contains("no score between 0 and 1", promoted.Errors, StringComparison.Ordinal);
        await RunAsync(0, "predict", "--model", "margin/1", "--data", WithColumns(), "--out", "p.csv", "--full");
        Assert.Equal("row,label,decision", File.ReadLines(_folder.File("p.csv")).First());
    }

    [Fact]
    public async Task Inspect_shows_the_tree_without_importing()
    {
        JsonElement json = (await RunAsync(0, "inspect", Fixture("bundle.pkl"), "--json")).Json;

        Assert.Equal(("pickle", 4), (json.GetProperty("format").GetString(), json.GetProperty("protocol").GetInt32()));
        Assert.Contains("1.2.1", json.GetProperty("scikit_learn").EnumerateArray().Select(v => v.GetString()));
        Assert.Contains("LogisticRegression", (await RunAsync(0, "inspect", Fixture("bundle.pkl"))).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trained_model_predicts_in_full_too()
    {
        File.WriteAllLines(_folder.File("x.csv"), ["a,y", .. Enumerable.Range(0, 300).Select(i => $"{i * 37 % 101 * 0.5},{(i * 37 % 101 > 60 ? 1 : 0)}")]);
        await RunAsync(0, "init", "--data", "x.csv", "--label", "y", "--out", "d");
        await RunAsync(0, "train", "d", "--data", "x.csv");

        await RunAsync(0, "predict", "d", "--data", "x.csv", "--out", "p.csv", "--full");

        Assert.Equal("row,label,proba_0,proba_1", File.ReadLines(_folder.File("p.csv")).First());
    }

    [Fact]
    public async Task The_first_answer_comes_within_seconds_of_the_import()
    {
        using HamfProcess serve = HamfProcess.Start(_folder.Path, "serve", "--port", "0", "--home", "home");
        string url = (await serve.SaysAsync(new(@"on (http://[\d.:]+)"))).Groups[1].Value;
        using var client = new HttpClient { BaseAddress = new Uri(url) };
        long start = Stopwatch.GetTimestamp();

        await RunAsync(0, "import", Fixture("logistic.pkl"), Fixture("names.json"), "--name", "fraud");
        await Eventually.TrueAsync(async () =>
        {
            using var body = new StringContent("""{"amount":101.7,"hour":3,"distance":60.3}""", global::System.Text.Encoding.UTF8, "application/json");
            using HttpResponseMessage answer = await client.PostAsync(new Uri("predict", UriKind.Relative), body);
            return answer.IsSuccessStatusCode;
        }, () => serve.Errors);

        TimeSpan took = Stopwatch.GetElapsedTime(start);
        TestContext.Current.TestOutputHelper?.WriteLine($"from the start of 'hamf import' to the first answer: {took.TotalSeconds:F2} s");
    }

    public void Dispose() => _folder.Dispose();

    private async Task<HamfResult> RunAsync(int exitCode, params string[] arguments) =>
        (await HamfProcess.RunAsync(_folder.Path, [.. arguments, "--home", "home"])).Ended(exitCode);

    private string WithColumns() => _folder.Write("data.csv", "x0,x1,x2\n120,4,33\n1,4,3\n");

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static string Fixture(string name) =>
        Path.Combine(RealPart.RepositoryRoot, "tests", "Hamf.Models.Tests", "Fixtures", "Import", "flow", name);
}
