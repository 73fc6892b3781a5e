using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Hamf.TestKit;

namespace Hamf.System.Tests;

/// <summary>The contract of the command line that machines rely on, without data.</summary>
public sealed class CommandLineTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public static TheoryData<string> Verbs =>
    [
        "demo", "init", "check", "train", "import", "inspect", "predict", "evaluate", "models list", "models export", "models export-layout", "models gc",
        "models import-mlflow", "models sync", "models remove-original", "promote", "rollback", "labels import", "serve", "keys create", "keys list",
        "keys revoke", "webhooks add", "webhooks list", "webhooks remove", "webhooks test", "ingest", "simulate",
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
    [InlineData("ID: 'one' is not a whole number", "webhooks", "test", "one")]
    [InlineData("'models:/a@b' is given alone", "import", "models:/a@b", "models:/c@d")]
    [InlineData("URL is not the address of an MLflow server", "models", "import-mlflow", "mlflow:5000")]
    [InlineData("--out: 'gs://a/b' is neither a folder nor s3://bucket/prefix", "models", "export-layout", "m", "--out", "gs://a/b")]
    [InlineData("--out: 's3://a' is not s3://bucket/prefix", "models", "export-layout", "m", "--out", "s3://a")]
    [InlineData("--host takes a name", "serve", "--port", "0", "--host", "http://hamf.example.com")]
    [InlineData("--max-import-mb must be from 1 to 2047", "serve", "--port", "0", "--max-import-mb", "0")]
    public async Task Wrong_usage_is_told_in_one_line_without_types_of_the_program(string expected, params string[] arguments)
    {
        _folder.Write("here.csv", "a,y\n1,0\n");

        HamfResult result = (await HamfProcess.RunAsync(_folder.Path, arguments)).Ended(2);

        string told = Assert.Single(result.Errors.Split('\n'), line => line.StartsWith("hamf: ", StringComparison.Ordinal));
        Assert.Contains(expected, told, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "HAMF_ARTIFACTS", "gs://bucket/x", "HAMF_ARTIFACTS: 'gs://bucket/x' is neither a folder nor s3://bucket/prefix")]
    [InlineData(2, "HAMF_ARTIFACTS", "here.csv", "HAMF_ARTIFACTS: 'here.csv' is neither a folder nor s3://bucket/prefix")]
    [InlineData(1, "HAMF_ARTIFACTS", "here.csv/in", "cannot be written")]
    [InlineData(2, "HAMF_ARTIFACT_ROOTS", "/tmp;gs://bucket/x", "HAMF_ARTIFACT_ROOTS: 'gs://bucket/x' is neither")]
    [InlineData(2, "HAMF_FOLLOW_MLFLOW", "maybe", "HAMF_FOLLOW_MLFLOW: 'maybe' is neither true nor false")]
    [InlineData(2, "HAMF_FOLLOW_MLFLOW", "true", "MLFLOW_TRACKING_URI names no server to follow")]
    [InlineData(2, "HAMF_DATABASE", "postgres://u:geheim@h/d?sslmode=maybe", "but is 'maybe'. It looks like")]
    [InlineData(1, "HAMF_HOME", "here.csv", "cannot be made")]
    public async Task A_variable_that_cannot_be_used_is_named(int exitCode, string variable, string value, string expected)
    {
        _folder.Write("here.csv", "a,y\n1,0\n");

        HamfResult result = (await HamfProcess.RunWithAsync(_folder.Path, new Dictionary<string, string> { [variable] = value }, "models", "list")).Ended(exitCode);

        Assert.Contains(expected, result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_cannot_listen_says_why_in_one_line()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        int port = ((IPEndPoint)other.LocalEndpoint).Port;

        HamfResult result = (await HamfProcess.RunAsync(_folder.Path, ["serve", "--port", port.ToString(CultureInfo.InvariantCulture)])).Ended(1);

        Assert.Equal($"hamf: port {port} of 127.0.0.1 is taken; choose another with --port N (0 takes a free one)", result.Errors.Trim());
    }

    [Fact]
    public async Task An_address_of_another_machine_is_no_place_to_listen()
    {
        await HamfProcess.RunAsync(_folder.Path, ["keys", "create", "root", "--role", "admin"]);

        HamfResult result = (await HamfProcess.RunAsync(_folder.Path, ["serve", "--port", "0", "--address", "192.0.2.1"])).Ended(1);

        Assert.StartsWith("hamf: this machine has no address 192.0.2.1", result.Errors, StringComparison.Ordinal);
        Assert.Single(result.Errors.Trim().Split('\n'));
    }

    [Fact]
    public async Task A_model_that_is_not_there_is_told_apart_from_an_empty_home()
    {
        Assert.Contains("no models in", (await HamfProcess.RunAsync(_folder.Path, ["models", "list"])).Ended(0).Output, StringComparison.Ordinal);
        Assert.Contains("there is no model 'gone'", (await HamfProcess.RunAsync(_folder.Path, ["models", "list", "gone"])).Ended(1).Errors, StringComparison.Ordinal);
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
