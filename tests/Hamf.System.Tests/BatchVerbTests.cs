using System.Globalization;
using System.Text.Json;
using Hamf.TestKit;

namespace Hamf.System.Tests;

/// <summary>The verbs that work on files: init, train, predict, evaluate, labels import, models, promote, rollback.</summary>
public sealed class BatchVerbTests(TrainedHome trained) : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Init_says_why_for_each_column_and_warns_of_doubtful_ones()
    {
        HamfResult result = await RunAsync(0, "init", "--data", trained.Data, "--label", "is_fraud", "--out", "d", "--json");

        JsonElement[] columns = [.. result.Json.GetProperty("columns").EnumerateArray()];
        Assert.All(columns, column => Assert.NotEmpty(column.GetProperty("why").GetString()!));
        JsonElement doubtful = Assert.Single(columns, column => column.GetProperty("name").GetString() == "first");
        Assert.Equal("ignore", doubtful.GetProperty("role").GetString());
        Assert.Contains($"detector.yaml:{doubtful.GetProperty("line").GetInt32()}: first", result.Errors, StringComparison.Ordinal);
        await RunAsync(0, "check", "d");
    }

    [Fact]
    public async Task Init_takes_a_negative_positive_value()
    {
        File.WriteAllLines(_folder.File("x.csv"), ["a,y", .. Enumerable.Range(0, 200).Select(i => $"{i * 37 % 101 * 0.5},{(i % 3 == 0 ? -1 : 1)}")]);

        HamfResult result = await RunAsync(0, "init", "--data", "x.csv", "--label", "y", "--positive", "-1", "--out", "d", "--json");

        Assert.Equal(67, result.Json.GetProperty("positives").GetInt32());
    }

    [Fact]
    public async Task Init_that_finds_nothing_to_learn_from_names_why()
    {
        File.WriteAllLines(_folder.File("x.csv"), ["a,y", .. Enumerable.Range(0, 200).Select(i => $"{i},{i % 2}")]);

        HamfResult result = await RunAsync(2, "init", "--data", "x.csv", "--label", "y", "--out", "d", "--json");

        Assert.Contains("a: ", result.Json.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Second_training_is_challenger_with_the_same_bytes_for_the_same_seed()
    {
        JsonElement first = trained.Training.Json;
        string home = trained.CopyTo(_folder);

        JsonElement second = (await RunAsync(0, "train", trained.DetectorFolder, "--data", trained.Data, "--home", home, "--json")).Json;

        Assert.Equal(["champion"], Aliases(first));
        Assert.Equal(["challenger"], Aliases(second));
        Assert.Equal(first.GetProperty("bundle_digest").GetString(), second.GetProperty("bundle_digest").GetString());
        Assert.True(File.Exists(second.GetProperty("report").GetString()));
    }

    [Fact]
    public async Task Models_are_listed_in_lines_of_80_characters_with_nothing_cut()
    {
        string home = trained.CopyTo(_folder);
        JsonElement second = (await RunAsync(0, "train", trained.DetectorFolder, "--data", trained.Data, "--home", home, "--json")).Json;

        HamfResult result = await RunAsync(0, "models", "list", "--home", home);

        string[] lines = [.. result.Output.Split('\n').Select(line => line.TrimEnd('\r')).Where(line => line.Length > 0)];
        Assert.All(lines, line => Assert.InRange(line.Length, 1, 80));
        Assert.Equal(TrainedHome.Detector, lines[0]);
        Assert.Equal(4, lines.Length);
        Assert.Matches($@"^ +2 .* {second.GetProperty("run_id").GetString()![..8]}  challenger$", lines[2]);
        Assert.Matches("^ +1 .* champion$", lines[3]);
    }

    [Fact]
    public async Task A_model_is_exported_as_onnx()
    {
        string home = trained.CopyTo(_folder);
        string file = _folder.File("model.onnx");

        JsonElement result = (await RunAsync(0, "models", "export", TrainedHome.Detector, "--format", "onnx", "--out", file, "--home", home, "--json")).Json;

        byte[] content = File.ReadAllBytes(file);
        Assert.Equal(content.Length, result.GetProperty("bytes").GetInt32());
        Assert.True(content.AsSpan().IndexOf("ai.onnx.ml"u8) > 0);
        await RunAsync(1, "models", "export", $"{TrainedHome.Detector}/99", "--out", file, "--home", home);
    }

    [Fact]
    public async Task Predict_gives_a_line_per_accepted_row_in_order_and_lists_rejects()
    {
        string[] lines = File.ReadLines(trained.LiveData).Take(101).ToArray();
        lines[50] = lines[50].Replace("2025-", "not a time ", StringComparison.Ordinal);
        File.WriteAllLines(_folder.File("in.csv"), lines);

        await RunAsync(0, "predict", "--model", TrainedHome.Detector, "--data", "in.csv", "--out", "out.csv", "--home", trained.CopyTo(_folder));

        string[] output = File.ReadAllLines(_folder.File("out.csv"));
        int key = Array.IndexOf(lines[0].Split(','), "trans_num");
        Assert.Equal("key,score,decision", output[0]);
        Assert.Equal(lines.Skip(1).Where((_, i) => i != 49).Select(line => Payments.Split(line)[key]), output.Skip(1).Select(line => line.Split(',')[0]));
        Assert.All(output.Skip(1).Select(line => line.Split(',')), cells =>
        {
            Assert.InRange(double.Parse(cells[1], CultureInfo.InvariantCulture), 0, 1);
            Assert.Contains(cells[2], (string[])["0", "1"]);
        });
        Assert.Contains("51", File.ReadAllText(_folder.File("out.csv.rejects.csv")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Predict_refuses_to_write_over_its_input()
    {
        string[] lines = File.ReadLines(trained.LiveData).Take(11).ToArray();
        File.WriteAllLines(_folder.File("in.csv"), lines);

        await RunAsync(2, "predict", "--model", TrainedHome.Detector, "--data", "in.csv", "--out", "./in.csv", "--home", trained.CopyTo(_folder));

        Assert.Equal(lines, File.ReadAllLines(_folder.File("in.csv")));
    }

    [Fact]
    public async Task Init_does_not_take_a_cut_off_file_for_a_short_one()
    {
        await RunAsync(0, "simulate", "--days", "2", "--out", "whole.csv.gz");
        byte[] whole = File.ReadAllBytes(_folder.File("whole.csv.gz"));
        File.WriteAllBytes(_folder.File("cut.csv.gz"), whole[..(whole.Length / 2)]);

        HamfResult result = await RunAsync(2, "init", "--data", "cut.csv.gz", "--label", "is_fraud", "--out", "d");

        Assert.Contains("ends too early", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_many_rejects_end_with_3()
    {
        string[] lines = File.ReadLines(trained.LiveData).Take(11).ToArray();
        lines[5] = lines[5].Replace("2025-", "not a time ", StringComparison.Ordinal);
        File.WriteAllLines(_folder.File("in.csv"), lines);

        await RunAsync(3, "predict", "--model", TrainedHome.Detector, "--data", "in.csv", "--out", "out.csv", "--home", trained.CopyTo(_folder));
    }

    [Fact]
    public async Task Evaluate_lists_the_rows_that_it_did_not_take()
    {
        string[] lines = File.ReadLines(trained.LiveData).Take(101).ToArray();
        lines[50] = lines[50].Replace("2025-", "not a time ", StringComparison.Ordinal);
        File.WriteAllLines(_folder.File("in.csv"), lines);

        HamfResult result = await RunAsync(
            0, "evaluate", "--model", TrainedHome.Detector, "--data", "in.csv", "--home", trained.CopyTo(_folder), "--json");

        string[] listed = File.ReadAllLines(result.Json.GetProperty("rejects_file").GetString()!);
        Assert.Equal(1, result.Json.GetProperty("rejects").GetInt64());
        Assert.StartsWith("51,", listed[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task History_warms_the_windows()
    {
        string home = trained.CopyTo(_folder);
        string[] predict = ["predict", "--model", TrainedHome.Detector, "--data", trained.LiveData, "--home", home, "--out"];

        await RunAsync(0, [.. predict, "cold.csv"]);
        await RunAsync(0, [.. predict, "warm.csv", "--history", trained.Data]);

        Assert.NotEqual(File.ReadAllText(_folder.File("cold.csv")), File.ReadAllText(_folder.File("warm.csv")));
    }

    [Fact]
    public async Task Unknown_model_ends_with_1_and_a_hint()
    {
        HamfResult result = await RunAsync(1, "predict", "--model", "nothing", "--data", trained.Data, "--out", "o.csv", "--json");

        Assert.Contains("hamf train", result.Json.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_usage_is_one_json_object_too()
    {
        HamfResult result = await RunAsync(2, "evaluate", "--from", "yesterday-ish", "--json");

        Assert.Contains("yesterday-ish", result.Json.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evaluate_gives_the_metrics_and_counts_what_has_no_label()
    {
        string[] lines = File.ReadAllLines(trained.LiveData);
        File.WriteAllLines(_folder.File("in.csv"), lines.Select((line, i) => i is > 0 and <= 5 ? line[..^1] : line));
        string home = trained.CopyTo(_folder);

        JsonElement result = (await RunAsync(
            0, "evaluate", trained.DetectorFolder, "--data", "in.csv", "--history", trained.Data, "--home", home, "--json")).Json;

        string[] names = ["rows", "positives", "accuracy", "precision", "recall", "f1", "roc_auc", "average_precision", "log_loss", "brier", "threshold"];
        Assert.All(names, name => Assert.Equal(JsonValueKind.Number, result.GetProperty(name).ValueKind));
        Assert.Equal(5, result.GetProperty("unlabelled").GetInt32());
        Assert.Equal(lines.Length - 6, result.GetProperty("rows").GetInt32());
    }

    [Fact]
    public async Task Stored_scores_are_judged_by_imported_labels_in_a_span_of_utc_time()
    {
        string home = trained.CopyTo(_folder);
        string[] lines = File.ReadAllLines(trained.LiveData);
        string[][] rows = [.. lines.Skip(1).Select(Payments.Split)];
        string[] names = lines[0].Split(',');
        (int time, int key) = (Array.IndexOf(names, "trans_date_trans_time"), Array.IndexOf(names, "trans_num"));
        File.WriteAllLines(_folder.File("verdicts.csv"), ["event_id,verdict", .. rows.Select(row => $"{row[key]},{row[^1]}")]);
        await RunAsync(0, "ingest", TrainedHome.Detector, "--data", trained.LiveData, "--home", home);
        using (RunningServer server = await RunningServer.StartAsync(home))
        {
            await server.MetricIsAsync("hamf_scores", rows.Length);
            await server.StopAsync();
        }

        await RunAsync(0, "labels", "import", "verdicts.csv", "--home", home);
        HamfResult result = (await HamfProcess.RunWithAsync(
            _folder.Path,
            new Dictionary<string, string> { ["TZ"] = "America/New_York", ["HAMF_HOME"] = home },
            "evaluate", "--model", TrainedHome.Detector, "--from", "2025-01-12", "--to", "2025-01-13T00:00:00", "--json")).Ended(0);

        int inSpan = rows.Count(row => row[time].StartsWith("2025-01-12", StringComparison.Ordinal));
        Assert.Equal(inSpan, result.Json.GetProperty("rows").GetInt32());
    }

    [Fact]
    public async Task Promotion_and_rollback_move_the_champion()
    {
        string home = trained.CopyTo(_folder);
        await RunAsync(0, "train", trained.DetectorFolder, "--data", trained.Data, "--algorithm", "logistic", "--home", home);

        await RunAsync(0, "promote", TrainedHome.Detector, "--home", home);
        Assert.Equal(2, await ChampionAsync(home));
        await RunAsync(0, "rollback", TrainedHome.Detector, "--home", home);
        Assert.Equal(1, await ChampionAsync(home));
        await RunAsync(1, "promote", $"{TrainedHome.Detector}/9", "--home", home);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<HamfResult> RunAsync(int exitCode, params IEnumerable<string> arguments) =>
        (await HamfProcess.RunAsync(_folder.Path, arguments)).Ended(exitCode);

    private async Task<int> ChampionAsync(string home)
    {
        JsonElement models = (await RunAsync(0, "models", "list", "--home", home, "--json")).Json.GetProperty("models");
        return models.EnumerateArray().Single(model => Aliases(model).Contains("champion")).GetProperty("version").GetInt32();
    }

    private static string[] Aliases(JsonElement model) => [.. model.GetProperty("aliases").EnumerateArray().Select(a => a.GetString()!)];
}
