using System.Globalization;
using Hamf.Pipeline.Detectors;
using Hamf.Pipeline.Flows;
using Hamf.Pipeline.Labels;
using Hamf.Pipeline.Scoring;
using Hamf.TestKit;

namespace Hamf.Pipeline.Tests.Flows;

public sealed class PredictAndEvaluateTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly MemoryStores _stores = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Writes_one_line_per_accepted_row_in_input_order()
    {
        Scorer scorer = Trained(Payments.Plain());
        List<string> lines = Payments.Lines(50, 9);

        PredictOutcome outcome = Predict(scorer, lines);

        string[] written = File.ReadAllLines(_folder.File("out.csv"));
        Assert.Equal("key,score,decision", written[0]);
        Assert.Equal(lines.Skip(1).Select(l => l.Split(',')[0]), written.Skip(1).Select(l => l.Split(',')[0]));
        Assert.Equal(50, outcome.Rows);
        Assert.Null(outcome.RejectsPath);
        Assert.False(File.Exists(_folder.File("out.csv.rejects.csv")));
        foreach (string[] fields in written.Skip(1).Select(l => l.Split(',')))
        {
            double score = double.Parse(fields[1], CultureInfo.InvariantCulture);
            Assert.InRange(score, 0, 1);
            Assert.Equal(score.ToString("R", CultureInfo.InvariantCulture), fields[1]);
            Assert.Equal(score >= scorer.Bundle.Threshold ? "1" : "0", fields[2]);
        }

        Assert.Equal(written.Count(l => l.EndsWith(",1", StringComparison.Ordinal)), outcome.Positives);
    }

    [Fact]
    public void Rejects_are_listed_by_input_line_and_counted_in_row_numbers()
    {
        Detector keyless = Payments.Detector(
            (Payments.Columns + Payments.PlainFeatures + Payments.Training).Replace("id: text key", "id: text ignore", StringComparison.Ordinal));
        Scorer scorer = Trained(keyless);
        List<string> lines = Payments.Lines(30, 9);
        lines[3] = "bad,yesterday,1,1,food,0";
        lines[30] = "bad,2024-01-01 00:00:00,1,abc,food,0";

        PredictOutcome outcome = Predict(scorer, lines);

        string[] written = File.ReadAllLines(_folder.File("out.csv"));
        Assert.Equal("row,score,decision", written[0]);
        Assert.Equal(["1", "2", "4", "5"], written.Skip(1).Take(4).Select(l => l.Split(',')[0]));
        Assert.Equal("29", written[^1].Split(',')[0]);
        Assert.Equal(28, outcome.Rows);
        Assert.Equal(2, outcome.Rejects);
        Assert.True(outcome.TooManyRejects);
        string[] rejects = File.ReadAllLines(outcome.RejectsPath!);
        Assert.StartsWith("4,t,", rejects[1], StringComparison.Ordinal);
        Assert.StartsWith("31,amt,", rejects[2], StringComparison.Ordinal);
    }

    [Fact]
    public void List_of_rejects_of_an_earlier_run_goes()
    {
        Scorer scorer = Trained(Payments.Plain());
        _folder.Write("out.csv.rejects.csv", "old");

        Predict(scorer, Payments.Lines(20, 9));

        Assert.False(File.Exists(_folder.File("out.csv.rejects.csv")));
    }

    [Fact]
    public void Cancelled_prediction_leaves_no_file()
    {
        Scorer scorer = Trained(Payments.Plain());
        string data = _folder.Write("data.csv", Payments.Text(Payments.Lines(20, 9)));

        Assert.ThrowsAny<OperationCanceledException>(() =>
            PredictFlow.Predict(scorer, data, _folder.File("out.csv"), null, new CancellationToken(canceled: true)));

        Assert.Empty(Directory.GetFiles(_folder.Path, "out.csv*"));
    }

    [Fact]
    public void History_makes_windows_what_they_are_in_one_file()
    {
        Scorer scorer = Trained(Payments.Windowed());
        List<string> lines = Payments.Lines(1000, 9);
        Predict(scorer, lines);
        string[] whole = File.ReadAllLines(_folder.File("out.csv"));
        string history = _folder.Write("history.csv", Payments.Text(lines.Take(601)));

        PredictOutcome outcome = Predict(scorer, [lines[0], .. lines.Skip(601)], history);

        Assert.Empty(outcome.Warnings);
        Assert.Equal(whole.Skip(601), File.ReadAllLines(_folder.File("out.csv")).Skip(1));
    }

    [Fact]
    public void Windows_without_history_and_rows_out_of_order_are_warned_of()
    {
        Scorer scorer = Trained(Payments.Windowed());
        List<string> lines = Payments.Lines(100, 9);
        (lines[50], lines[51]) = (lines[51], lines[50]);

        PredictOutcome outcome = Predict(scorer, lines);

        Assert.Contains(outcome.Warnings, w => w.Contains("--history", StringComparison.Ordinal));
        Assert.Contains(outcome.Warnings, w => w.StartsWith("1 rows are earlier", StringComparison.Ordinal));
    }

    [Fact]
    public void Event_that_the_history_holds_already_is_not_observed_twice()
    {
        Scorer scorer = Trained(Payments.Windowed());
        List<string> lines = Payments.Lines(200, 9);
        string history = _folder.Write("history.csv", Payments.Text(lines));

        PredictOutcome outcome = Predict(scorer, lines, history);

        Assert.Contains(outcome.Warnings, w => w.StartsWith("200 rows repeat the key", StringComparison.Ordinal));
    }

    [Fact]
    public void Evaluation_of_a_file_agrees_with_its_predictions()
    {
        Scorer scorer = Trained(Payments.Plain());
        List<string> lines = Payments.Lines(500, 9);
        Predict(scorer, lines);
        int[] labels = lines.Skip(1).Select(l => l[^1] - '0').ToArray();
        int[] decisions = File.ReadAllLines(_folder.File("out.csv")).Skip(1).Select(l => l[^1] - '0').ToArray();

        EvaluateOutcome outcome = EvaluateFlow.EvaluateFile(scorer, _folder.File("data.csv"), null, _folder.File("rejects.csv"), CancellationToken.None);

        Assert.Equal(500, outcome.Metrics!.Rows);
        Assert.Equal(labels.Sum(), outcome.Metrics.Positives);
        Assert.Equal(labels.Zip(decisions, (l, d) => l * d).Sum(), outcome.Metrics.TruePositives);
        Assert.Equal(scorer.Bundle.Threshold, outcome.Metrics.Threshold);
        Assert.Equal(0, outcome.Unlabelled);
    }

    [Fact]
    public void File_without_labels_is_scored_and_judged_on_nothing()
    {
        Scorer scorer = Trained(Payments.Plain());
        string data = _folder.Write(
            "data.csv", Payments.Text(Payments.Lines(40, 9).Select(l => l[..l.LastIndexOf(',')])));

        EvaluateOutcome outcome = EvaluateFlow.EvaluateFile(scorer, data, null, _folder.File("rejects.csv"), CancellationToken.None);

        Assert.Null(outcome.Metrics);
        Assert.Equal(40, outcome.Unlabelled);
        Assert.Contains(outcome.Warnings, w => w.Contains("No row has a label", StringComparison.Ordinal));
    }

    [Fact]
    public void Stored_scores_are_joined_with_the_labels_in_force()
    {
        ScoredEvent[] events = Enumerable.Range(0, 1200).Select(i => Scored(i, i / 1200.0, threshold: 0.5)).ToArray();
        Label[] labels = events.Where((_, i) => i % 3 == 0)
            .Select((e, i) => new Label(e.EventId, i % 2 == 0, "analyst", DateTimeOffset.UnixEpoch)).ToArray();

        EvaluateOutcome outcome = EvaluateFlow.EvaluateStored(
            "pay", new MemoryScores(events), new MemoryLabels(labels),
            DateTimeOffset.FromUnixTimeMilliseconds(0), DateTimeOffset.FromUnixTimeMilliseconds(1200), CancellationToken.None);

        Assert.Equal(400, outcome.Metrics!.Rows);
        Assert.Equal(800, outcome.Unlabelled);
        Assert.Equal(200, outcome.Metrics.Positives);
        Assert.Equal(0.5, outcome.Metrics.Threshold);
        Assert.Equal(100, outcome.Metrics.TruePositives);
    }

    [Fact]
    public void Events_outside_the_interval_do_not_count()
    {
        ScoredEvent[] events = Enumerable.Range(0, 10).Select(i => Scored(i, 0.4, threshold: 0.5)).ToArray();

        EvaluateOutcome outcome = EvaluateFlow.EvaluateStored(
            "pay", new MemoryScores(events), new MemoryLabels([]),
            DateTimeOffset.FromUnixTimeMilliseconds(3), DateTimeOffset.FromUnixTimeMilliseconds(6), CancellationToken.None);

        Assert.Equal(3, outcome.Unlabelled);
        Assert.Null(outcome.Metrics);
    }

    [Fact]
    public void Decisions_made_under_another_threshold_count_as_they_were_made()
    {
        ScoredEvent[] events = [Scored(0, 0.6, 0.5), Scored(1, 0.6, 0.7), Scored(2, 0.1, 0.7), Scored(3, 0.8, 0.7)];
        Label[] labels = events.Select(e => new Label(e.EventId, e.TimeMs != 2, "analyst", DateTimeOffset.UnixEpoch)).ToArray();

        EvaluateOutcome outcome = EvaluateFlow.EvaluateStored(
            "pay", new MemoryScores(events), new MemoryLabels(labels),
            DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(1), CancellationToken.None);

        Assert.Equal(2, outcome.Metrics!.TruePositives);
        Assert.Equal(1, outcome.Metrics.FalseNegatives);
        Assert.Equal(0.75, outcome.Metrics.Accuracy);
        Assert.Equal(0.7, outcome.Metrics.Threshold);
        Assert.Contains(outcome.Warnings, w => w.StartsWith("Several thresholds", StringComparison.Ordinal));
    }

    private static ScoredEvent Scored(int number, double score, double threshold) => new()
    {
        EventId = $"e{number}",
        Detector = "pay",
        TimeMs = number,
        Score = score,
        Threshold = threshold,
        Decision = score >= threshold,
        ModelVersion = 1,
        ScoredAtMs = 0,
        Payload = ReadOnlyMemory<byte>.Empty,
    };

    private Scorer Trained(Detector detector)
    {
        string data = _folder.Write("train.csv", Payments.Text(Payments.Lines(3000, 1)));
        var request = new TrainRequest { Detector = detector, DataPath = data };
        TrainOutcome outcome = new TrainFlow(_stores, _stores, _stores).Train(request, null, CancellationToken.None);
        return Scorer.Load(outcome.Version!, _stores);
    }

    private PredictOutcome Predict(Scorer scorer, IEnumerable<string> lines, string? historyPath = null)
    {
        string data = _folder.Write("data.csv", Payments.Text(lines));
        return PredictFlow.Predict(scorer, data, _folder.File("out.csv"), historyPath, CancellationToken.None);
    }
}
