using Hamf.Pipeline.Detectors;
using Hamf.Pipeline.Rows;
using Hamf.TestKit;

namespace Hamf.Pipeline.Tests.Detectors;

public sealed class DetectorFileTests
{
    private const string Full = """
        # Card payments.
        name: card-fraud

        events:
          delimiter: semicolon
          decimal: comma
          columns:
            trans_num: text key
            when: {type: time, role: time, aliases: [current_time, t], formats: [iso, unix_ms], time_zone: Europe/Berlin}
            cc_num: {type: integer, role: entity, personal: true}
            amt: {type: number, unit: USD, min: 0}
            lat: {type: number, unit: deg, range: [-90, 90], nullable: true}
            score: {type: number, range: [null, 1e3]}
            dob: {type: date, format: dd.MM.yyyy, min: 1900-01-01}
            gender: {type: text, categories: [F, M]}
            note: text ignore
            verdict: {type: text, role: label, positive: phishing}

        features:
          amt:
          hour: hour(when)
          amount_24h: {expr: "sum(amt) over 24h", group: amount}

        training: {algorithm: gbdt, split: group, validation_share: 0.2, test_share: 0, seed: 7, trees: 50,
          leaves: 15, learning_rate: 0.1, min_leaf_rows: 5, l2: 0.5, allow_leakage: [amt]}
        decision: {policy: alert_budget, alerts_per_1000: 12.5}
        stream: {events_topic: pay, scores_topic: pay.scored, dead_letter_topic: pay.dead, retention: 1d12h,
          max_log: 500MiB, poll_url: "http://localhost:9/x", poll_interval: 20s, allowed_lateness: 5m, max_entities: 1000}
        alerts: {mail: team@example.com, slack: true, reasons: 5}
        max_reject_share: 0.1
        """;

    [Fact]
    public void Reads_every_key()
    {
        Detector d = Read(Full);

        Assert.Equal("card-fraud", d.Name);
        Assert.Equal(Full, d.Yaml);
        Assert.Equal((';', ','), (d.Events.Delimiter, d.Events.DecimalSign));
        Assert.Equal((0, 1, 2, 9), (d.Events.KeyIndex, d.Events.TimeIndex, d.Events.EntityIndex, d.Events.LabelIndex));
        ColumnSpec when = d.Events.Columns[1];
        Assert.Equal(["current_time", "t"], when.Aliases);
        Assert.Equal(["iso", "unix_ms"], when.Formats);
        Assert.Equal("Europe/Berlin", when.TimeZone);
        Assert.True(d.Events.Columns[2] is { Personal: true, Type: ColumnType.Integer });
        Assert.True(d.Events.Columns[3] is { Unit: "USD", Min: 0, Max: null, Role: ColumnRole.Feature });
        Assert.True(d.Events.Columns[4] is { Min: -90, Max: 90, Nullable: true });
        Assert.True(d.Events.Columns[5] is { Min: null, Max: 1000 });
        Assert.True(d.Events.Columns[6] is { Type: ColumnType.Date, Min: -2208988800000 });
        Assert.Equal(["dd.MM.yyyy"], d.Events.Columns[6].Formats);
        Assert.Equal(["F", "M"], d.Events.Columns[7].Categories);
        Assert.Equal(ColumnRole.Ignore, d.Events.Columns[8].Role);
        Assert.Equal("phishing", d.Events.Columns[9].Positive);
        Assert.Equal(
            [new("amt", "amt", "amt", 20), new("hour", "hour(when)", "hour", 21), new("amount_24h", "sum(amt) over 24h", "amount", 22)],
            d.Features);
        Assert.Equivalent(
            new TrainingSpec
            {
                Algorithm = AlgorithmKind.Gbdt,
                Split = SplitKind.Group,
                ValidationShare = 0.2,
                TestShare = 0,
                Seed = 7,
                Trees = 50,
                Leaves = 15,
                LearningRate = 0.1,
                MinLeafRows = 5,
                L2 = 0.5,
                AllowLeakage = ["amt"],
            },
            d.Training);
        Assert.Equal(new DecisionSpec { Policy = DecisionPolicy.AlertBudget, AlertsPer1000 = 12.5 }, d.Decision);
        Assert.Equal(
            new StreamSpec
            {
                EventsTopic = "pay",
                ScoresTopic = "pay.scored",
                DeadLetterTopic = "pay.dead",
                Retention = TimeSpan.FromHours(36),
                MaxLogBytes = 500L << 20,
                PollUrl = new Uri("http://localhost:9/x"),
                PollInterval = TimeSpan.FromSeconds(20),
                AllowedLateness = TimeSpan.FromMinutes(5),
                MaxEntities = 1000,
            },
            d.Stream);
        Assert.Equal(["team@example.com"], d.Alerts.Mail);
        Assert.True(d.Alerts is { Slack: true, Reasons: 5 });
        Assert.Equal(0.1, d.MaxRejectShare);
    }

    [Fact]
    public void Uses_documented_defaults_and_all_feature_columns_when_little_is_given()
    {
        Detector d = Read("""
            name: small
            events:
              columns:
                id: integer key
                a: number
                odd name: text
                born: date
                seen: time
                y: integer label
            """);

        Assert.Equal(new TrainingSpec().Trees, d.Training.Trees);
        Assert.Equal(new DecisionSpec(), d.Decision);
        Assert.Equal(new StreamSpec(), d.Stream);
        Assert.Equal(0.05, d.MaxRejectShare);
        Assert.Equal((',', '.'), (d.Events.Delimiter, d.Events.DecimalSign));
        Assert.Equal([("a", "a"), ("odd name", "`odd name`")], d.Features.Select(f => (f.Name, f.Expression)));
    }

    [Fact]
    public void Reads_features_given_as_a_list_of_columns()
    {
        Detector d = Read("name: s\nevents:\n  columns: {a: number, b: number, y: integer label}\nfeatures: [b, a]\n");

        Assert.Equal(["b", "a"], d.Features.Select(f => f.Name));
    }

    [Fact]
    public void Accepts_a_detector_without_label_because_it_can_still_score()
    {
        Assert.Equal(-1, Read("name: s\nevents:\n  columns: {a: number}\n").Events.LabelIndex);
    }

    [Fact]
    public void Lists_all_problems_at_once_sorted_by_line()
    {
        DetectorReading reading = DetectorFile.Parse("""
            nme: x
            events:
              columns:
                a: nubmer
                b: {type: number, rol: key}
            training: {trees: 0}
            colour: red
            """, "d.yaml");

        Assert.Null(reading.Detector);
        Assert.Equal(
            [
                "d.yaml:1: name is missing; expected name: with letters, digits, '-' and '_', such as card-fraud",
                "d.yaml:1: unknown key 'nme'; did you mean 'name'?",
                "d.yaml:4: column 'a' is 'nubmer'; expected a type (number, integer, text, time, date, boolean), "
                    + "then if needed a role (feature, key, entity, time, label, ignore); did you mean 'number'?",
                "d.yaml:5: unknown key 'rol' in events.columns.b; did you mean 'role'?",
                "d.yaml:6: training.trees is '0'; expected a whole number from 1 to 10000",
                "d.yaml:7: unknown key 'colour'; expected name, events, features, training, decision, stream, alerts, max_reject_share",
            ],
            reading.Problems.Select(p => p.ToString()));
    }

    [Fact]
    public void Adds_the_problems_of_expressions_and_says_which_columns_are_unclear()
    {
        var asked = new List<string>();
        DetectorReading reading = DetectorFile.Parse(
            "name: s\nevents:\n  columns:\n    a: number\n    bad: nmber\n    y: integer label\nfeatures:\n  f: log(a)\n  g: log(bad)\n  h: sum(a) over 1h\n",
            "d.yaml",
            (file, _, features, unclear) =>
            {
                asked.AddRange(features.Select(f => f.Name));
                asked.AddRange(unclear);
                return [new Problem(file, 8, "log is not allowed")];
            });

        Assert.Equal(["f", "g", "h", "bad"], asked);
        Assert.Equal([5, 8], reading.Problems.Select(p => p.Line));
    }

    [Fact]
    public void Loads_a_folder_and_names_the_file_in_problems()
    {
        using var folder = new TempFolder();
        folder.Write(DetectorFile.FileName, "name: ''\n");

        Problem problem = DetectorFile.Load(folder.Path).Problems[0];

        Assert.Equal(folder.File(DetectorFile.FileName), problem.File);
    }

    [Fact]
    public void Loads_a_file_by_its_own_path()
    {
        using var folder = new TempFolder();
        string path = folder.Write("other.yaml", "name: s\nevents:\n  columns: {a: number}\n");

        Assert.NotNull(DetectorFile.Load(path).Detector);
    }

    [Fact]
    public void Says_how_to_write_a_detector_when_there_is_none()
    {
        using var folder = new TempFolder();

        Problem problem = Assert.Single(DetectorFile.Load(folder.File("none")).Problems);

        Assert.Equal(0, problem.Line);
        Assert.Contains("hamf init", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_file_above_the_size_limit()
    {
        using var folder = new TempFolder();
        folder.Write(DetectorFile.FileName, new string('#', DetectorFile.MaxBytes + 1));

        Problem problem = Assert.Single(DetectorFile.Load(folder.Path).Problems);

        Assert.Contains("1,048,577 bytes", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_file_that_is_not_utf8()
    {
        using var folder = new TempFolder();
        File.WriteAllBytes(folder.File(DetectorFile.FileName), [0x6e, 0xff, 0xfe, 0x0a]);

        Assert.Contains("UTF-8", Assert.Single(DetectorFile.Load(folder.Path).Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Never_throws_on_truncated_or_flipped_text()
    {
        Seeds.ForEach(200, random =>
        {
            char[] text = Full[..random.Next(Full.Length)].ToCharArray();
            for (int i = 0; i < text.Length; i += 1 + random.Next(200))
            {
                text[i] = (char)random.Next(1, 256);
            }

            DetectorReading reading = DetectorFile.Parse(new string(text), "d.yaml");

            Assert.Equal(reading.Detector is null, reading.Problems.Count > 0);
        });
    }

    private static Detector Read(string yaml)
    {
        DetectorReading reading = DetectorFile.Parse(yaml, "d.yaml");
        Assert.Empty(reading.Problems);
        return reading.Detector!;
    }
}
