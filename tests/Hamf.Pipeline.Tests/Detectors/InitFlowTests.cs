using System.Globalization;
using System.IO.Compression;
using System.Text;
using Hamf.Pipeline.Detectors;
using Hamf.Pipeline.Flows;
using static Hamf.Pipeline.Tests.Detectors.InitWorld;

namespace Hamf.Pipeline.Tests.Detectors;

/// <summary>What <c>hamf init</c> decides on small files made by hand.</summary>
public sealed class InitFlowTests : IDisposable
{
    private readonly InitWorld _world = new();

    [Fact]
    public void Proposes_a_card_detector_from_names_and_content()
    {
        InitOutcome outcome = _world.Init(Cards(), "is_fraud");

        Detector d = outcome.Detector!;
        Assert.Equal(("time", "entity", "key"), (Role(outcome, "trans_time"), Role(outcome, "cc_num"), Role(outcome, "trans_num")));
        Assert.Equal(
            [
                ("category", "category"), ("amt", "amt"),
                ("hour", "hour(trans_time)"), ("day_of_week", "day_of_week(trans_time)"), ("age_years", "age_years(dob, trans_time)"),
                ("distance_km", "haversine_km(lat, long, merch_lat, merch_long)"),
                ("events_1h", "count() over 1h"), ("events_24h", "count() over 24h"), ("seconds_since_last", "time_since_last()"),
                ("amt_sum_24h", "sum(amt) over 24h"), ("amt_max_7d", "max(amt) over 7d"), ("amt_to_mean_30d", "amt / (mean(amt) over 30d)"),
            ],
            d.Features.Select(f => (f.Name, f.Expression)));
        Assert.Equal(["cc_num", "first", "lat", "long", "dob", "merch_lat", "merch_long"], d.Events.Columns.Where(c => c.Personal).Select(c => c.Name));
    }

    [Fact]
    public void Written_file_reads_back_as_the_same_detector()
    {
        InitOutcome outcome = _world.Init(Cards(), "is_fraud");

        DetectorReading reading = DetectorLoader.Load(outcome.Path);

        Assert.Empty(reading.Problems);
        Assert.Equivalent(outcome.Detector, reading.Detector);
    }

    [Fact]
    public void Names_for_each_column_the_line_to_change()
    {
        InitOutcome outcome = _world.Init(Cards(), "is_fraud");
        string[] lines = File.ReadAllLines(outcome.Path);

        Assert.All(outcome.Columns, c => Assert.StartsWith($"    {c.Name}: ", lines[c.Line - 1], StringComparison.Ordinal));
    }

    [Fact]
    public void Writes_no_personal_value_into_the_file()
    {
        string text = File.ReadAllText(_world.Init(Cards(), "is_fraud").Path);

        Assert.DoesNotContain("Ann", text, StringComparison.Ordinal);
        Assert.DoesNotContain("4111", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Reads_gzip_told_by_content()
    {
        string path = _world.Folder.File("data.bin");
        using (var gzip = new GZipStream(File.Create(path), CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(Cards()));
        }

        Assert.Equal(RowCount, _world.InitFile(path, "is_fraud").Rows);
    }

    [Fact]
    public void Skips_an_unnamed_first_column()
    {
        InitOutcome outcome = _world.Init(Table(("", r => r.Row), ("x", r => r.Normal)), "y");

        Assert.Equal(["x", "y"], outcome.Columns.Select(c => c.Name));
    }

    [Theory]
    [InlineData(';', "0,5", ',')]
    [InlineData(';', "0.5", '.')]
    [InlineData('\t', "0.5", '.')]
    [InlineData('|', "0.5", '.')]
    public void Finds_delimiter_and_decimal_sign(char delimiter, string half, char decimalSign)
    {
        var text = new StringBuilder($"amount{delimiter}note{delimiter}y\n");
        for (int i = 0; i < RowCount; i++)
        {
            string amount = i % 3 == 0 ? "12" : half.Replace("0", $"{i % 37}", StringComparison.Ordinal);
            text.Append(CultureInfo.InvariantCulture, $"{amount}{delimiter}\"a, b{i % 3}\"{delimiter}{i % 7 / 6}\n");
        }

        InitOutcome outcome = _world.Init(text.ToString(), "y");

        Assert.Equal((delimiter, decimalSign), (outcome.Delimiter, outcome.DecimalSign));
        Assert.Equal((delimiter, decimalSign), (outcome.Detector!.Events.Delimiter, outcome.Detector.Events.DecimalSign));
        Assert.Equal("number", Column(outcome, "amount").Type);
    }

    [Theory]
    [InlineData("1", "0", null, "1", false)]
    [InlineData("0", "1", null, "1", false)]
    [InlineData("-1", "1", "-1", "-1", false)]
    [InlineData("-1", "1", null, "1", true)]
    [InlineData("phishing", "legitimate", null, "phishing", false)]
    [InlineData("True", "False", null, "True", false)]
    [InlineData("rare", "common", null, "rare", true)]
    public void Chooses_the_positive_class(string rare, string common, string? given, string expected, bool isDoubtful)
    {
        InitOutcome outcome = _world.Init(Table(("x", r => r.Normal)).Replace(",1\n", ",RARE\n", StringComparison.Ordinal)
            .Replace(",0\n", $",{common}\n", StringComparison.Ordinal).Replace("RARE", rare, StringComparison.Ordinal), "y", given);

        InitColumn label = Column(outcome, "y");
        Assert.Equal(expected, outcome.Detector!.Events.Columns[^1].Positive);
        Assert.Equal(isDoubtful, label.Warning is not null);
        Assert.Equal(expected == rare ? RowCount / 8 : RowCount - (RowCount / 8), outcome.Positives);
    }

    [Theory]
    [InlineData(8, DecisionPolicy.BestF1, 5)]
    [InlineData(20, DecisionPolicy.BestF1, 5)]
    [InlineData(40, DecisionPolicy.AlertBudget, 50)]
    [InlineData(400, DecisionPolicy.AlertBudget, 5)]
    public void Chooses_the_decision_by_the_share_of_positives(int every, DecisionPolicy policy, double alerts)
    {
        var text = new StringBuilder("x,y\n");
        for (int i = 0; i < RowCount; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{i % 17},{(i % every == 0 ? 1 : 0)}\n");
        }

        InitOutcome outcome = _world.Init(text.ToString(), "y");

        Assert.Equal(new DecisionSpec { Policy = policy, AlertsPer1000 = alerts }, outcome.Detector!.Decision);
    }

    [Theory]
    [InlineData("label 'z' has 3 values", "x,z\n1,a\n2,b\n3,c\n", "z", null)]
    [InlineData("has no value 'q'; it has", "x,z\n1,a\n2,b\n", "z", "q")]
    [InlineData("label 'z' is empty in every row", "x,z\n1,\n2,\n", "z", null)]
    [InlineData("--label zz is not a column of the file; did you mean 'z'?", "x,z\n1,a\n", "zz", null)]
    [InlineData("the header names 'x' twice", "x,x,z\n1,1,a\n", "z", null)]
    [InlineData("the file has a header but no rows with as many fields", "x,z\n", "z", null)]
    [InlineData("the file is empty", "", "z", null)]
    [InlineData("not a header of names", "a\u0001b,z\n1,a\n", "z", null)]
    [InlineData("the file has a header but no rows", "x,z\n\"1,a\n2,b\n", "z", null)]
    [InlineData("starts like JSON", "{\"x\":1}\n", "z", null)]
    public void Refuses_with_the_reason(string reason, string text, string label, string? positive)
    {
        InitOutcome outcome = _world.Init(text, label, positive);

        Assert.Contains(reason, outcome.Refusal, StringComparison.Ordinal);
        Assert.False(File.Exists(_world.Folder.File("out/detector.yaml")));
    }

    [Fact]
    public void Refuses_a_damaged_gzip()
    {
        string path = _world.Folder.File("data.csv.gz");
        File.WriteAllBytes(path, [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0x77, 0x77]);

        Assert.NotNull(_world.InitFile(path, "y").Refusal);
    }

    [Fact]
    public void Refuses_a_time_that_is_none() =>
        Assert.Contains("--time x is not a time", Run(new InitRequest
        {
            DataPath = _world.Folder.Write("d.csv", Table(("x", r => r.Normal))),
            Label = "y",
            Time = "x",
            OutDir = _world.Folder.File("out"),
        }).Refusal, StringComparison.Ordinal);

    [Fact]
    public void Refuses_to_overwrite_a_detector()
    {
        _world.Folder.Write("out/detector.yaml", "name: mine\n");

        Assert.Contains("is there already", _world.Init(Table(("x", r => r.Normal)), "y").Refusal, StringComparison.Ordinal);
        Assert.Equal("name: mine\n", File.ReadAllText(_world.Folder.File("out/detector.yaml")));
    }

    [Fact]
    public void Says_that_a_file_is_missing() =>
        Assert.Contains("there is no such file", _world.InitFile(_world.Folder.File("none.csv"), "y").Refusal, StringComparison.Ordinal);

    [Fact]
    public void Leaves_out_rows_of_another_width_and_says_so()
    {
        InitOutcome outcome = _world.Init(Table(("x", r => r.Normal)) + "1,2,3\n", "y");

        Assert.Equal(RowCount, outcome.Rows);
        Assert.Contains(outcome.Warnings, w => w.StartsWith("1 rows were left out", StringComparison.Ordinal));
    }

    [Fact]
    public void Takes_roles_as_given()
    {
        InitOutcome outcome = Run(new InitRequest
        {
            DataPath = _world.Folder.Write("d.csv", Table(("a", r => $"k{r.Row}"), ("b", Time), ("c", r => r.Row % 9), ("d", r => r.Normal), ("e", r => r.Normal + 1))),
            Label = "y",
            Key = "a",
            Time = "b",
            Entity = "c",
            Ignore = ["d"],
            OutDir = _world.Folder.File("out"),
            Name = "mine",
        });

        Assert.Equal(["key", "time", "entity", "ignore", "feature", "label"], outcome.Columns.Select(c => c.Role));
        Assert.Equal("mine", outcome.Detector!.Name);
    }

    [Fact]
    public void Splits_by_entity_where_there_is_no_time()
    {
        InitOutcome outcome = _world.Init(Table(("account", r => $"a{r.Row % 40}"), ("x", r => r.Normal)), "y");

        Assert.Equal(SplitKind.Group, outcome.Detector!.Training.Split);
    }

    [Fact]
    public void Takes_the_parts_of_a_web_address_as_features()
    {
        InitOutcome outcome = _world.Init(Table(("link", r => $"https://example.com/{r.Row}"), ("x", r => r.Normal)), "y");

        Assert.Contains(outcome.Detector!.Features, f => f.Expression == "url_length(link)");
        Assert.DoesNotContain(outcome.Detector.Features, f => f.Expression == "link");
    }

    public void Dispose() => _world.Dispose();
}
