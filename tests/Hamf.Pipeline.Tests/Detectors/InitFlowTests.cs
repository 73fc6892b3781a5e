using System.Globalization;
using System.IO.Compression;
using System.Text;
using Hamf.Pipeline.Detectors;
using Hamf.Pipeline.Flows;
using Hamf.TestKit;

namespace Hamf.Pipeline.Tests.Detectors;

/// <summary>What <c>hamf init</c> decides on small files made by hand.</summary>
public sealed class InitFlowTests : IDisposable
{
    private const int Rows = 400;

    private readonly TempFolder _folder = new();

    [Fact]
    public void Proposes_a_card_detector_from_names_and_content()
    {
        InitOutcome outcome = Init(Cards(), "is_fraud");

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
        InitOutcome outcome = Init(Cards(), "is_fraud");

        DetectorReading reading = DetectorLoader.Load(outcome.Path);

        Assert.Empty(reading.Problems);
        Assert.Equivalent(outcome.Detector, reading.Detector);
    }

    [Fact]
    public void Names_for_each_column_the_line_to_change()
    {
        InitOutcome outcome = Init(Cards(), "is_fraud");
        string[] lines = File.ReadAllLines(outcome.Path);

        Assert.All(outcome.Columns, c => Assert.StartsWith($"    {c.Name}: ", lines[c.Line - 1], StringComparison.Ordinal));
    }

    [Fact]
    public void Writes_no_personal_value_into_the_file()
    {
        string text = File.ReadAllText(Init(Cards(), "is_fraud").Path);

        Assert.DoesNotContain("Ann", text, StringComparison.Ordinal);
        Assert.DoesNotContain("4111", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Reads_gzip_told_by_content()
    {
        string path = _folder.File("data.bin");
        using (var gzip = new GZipStream(File.Create(path), CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(Cards()));
        }

        Assert.Equal(Rows, InitFile(path, "is_fraud").Rows);
    }

    [Fact]
    public void Skips_an_unnamed_first_column()
    {
        InitOutcome outcome = Init(Table(("", r => r.Row), ("x", r => r.Normal)), "y");

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
        for (int i = 0; i < Rows; i++)
        {
            string amount = i % 3 == 0 ? "12" : half.Replace("0", $"{i % 37}", StringComparison.Ordinal);
            text.Append(CultureInfo.InvariantCulture, $"{amount}{delimiter}\"a, b{i % 3}\"{delimiter}{i % 7 / 6}\n");
        }

        InitOutcome outcome = Init(text.ToString(), "y");

        Assert.Equal((delimiter, decimalSign), (outcome.Delimiter, outcome.DecimalSign));
        Assert.Equal((delimiter, decimalSign), (outcome.Detector!.Events.Delimiter, outcome.Detector.Events.DecimalSign));
        Assert.Equal("number", Column(outcome, "amount").Type);
    }

    [Fact]
    public void Keeps_leading_zeros_as_text_and_out_of_the_model()
    {
        InitColumn zip = Column(Init(Table(("code", r => $"0{r.Row % 50 + 100}"), ("x", r => r.Normal)), "y"), "code");

        Assert.Equal(("text", "ignore"), (zip.Type, zip.Role));
        Assert.Contains("leading zeros", zip.Warning, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(9007199254740993L, "integer")]
    [InlineData(4111111111111111111L, "integer")]
    public void Keeps_long_ids_as_integers_and_out_of_the_model(long first, string type)
    {
        InitColumn id = Column(Init(Table(("ref", r => first + (r.Row * 7919 % 50)), ("x", r => r.Normal)), "y"), "ref");

        Assert.Equal((type, "ignore"), (id.Type, id.Role));
    }

    [Fact]
    public void Keeps_ids_beyond_64_bits_as_text()
    {
        InitColumn id = Column(Init(Table(("ref", r => $"99999999999999999{r.Row * 7919 % 997 + 1000}"), ("x", r => r.Normal)), "y"), "ref");

        Assert.Equal(("text", "ignore"), (id.Type, id.Role));
    }

    [Theory]
    [InlineData("unix_time", 1, "unix_s")]
    [InlineData("event_ts", 1000, "unix_ms")]
    public void Recognises_unix_times_by_name_and_range(string name, long scale, string format)
    {
        InitOutcome outcome = Init(Table((name, r => (1_600_000_000 + (r.Row * 613)) * scale), ("x", r => r.Normal)), "y");

        Assert.Equal(("time", "time"), (Column(outcome, name).Type, Column(outcome, name).Role));
        Assert.Equal([format], outcome.Detector!.Events.Columns[0].Formats);
    }

    [Fact]
    public void Ignores_the_same_time_in_another_form_even_when_it_starts_elsewhere()
    {
        InitOutcome outcome = Init(
            Table(("when", Time), ("clock", r => 1_000_000_000 + (r.Row * 613)), ("millis", r => (1_600_000_000L + (r.Row * 613)) * 1000), ("x", r => r.Normal)), "y");

        Assert.Equal("time", Role(outcome, "when"));
        Assert.Contains("the same time once more", Column(outcome, "clock").Warning, StringComparison.Ordinal);
        Assert.Contains("the same time once more", Column(outcome, "millis").Warning, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("yyyy-MM-dd'T'HH:mm:sszzz", "iso")]
    [InlineData("yyyy-MM-dd HH:mm:ss.fff", "iso")]
    [InlineData("yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm")]
    [InlineData("dd.MM.yyyy HH:mm:ss", "dd.MM.yyyy HH:mm:ss")]
    public void Recognises_times_in_common_formats(string written, string declared)
    {
        InitOutcome outcome = Init(Table(
            ("time", r => DateTimeOffset.UnixEpoch.AddMinutes(r.Row * 613L).ToString(written, CultureInfo.InvariantCulture)),
            ("x", r => r.Normal)), "y");

        Assert.Equal([declared], outcome.Detector!.Events.Columns[0].Formats);
        Assert.Equal(0, outcome.Detector.Events.TimeIndex);
    }

    [Fact]
    public void Leaves_out_a_date_whose_day_and_month_may_be_swapped()
    {
        InitColumn column = Column(Init(Table(("date", r => $"0{r.Row % 9 + 1}/0{r.Row % 7 + 1}/2020"), ("x", r => r.Normal)), "y"), "date");

        Assert.Equal("ignore", column.Role);
        Assert.Contains("both fit", column.Warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Proposes_no_time_when_two_columns_may_be_it()
    {
        InitOutcome outcome = Init(Table(("sent_time", Time), ("paid_time", r => Time(r with { Row = r.Row + (r.Row % 5) })), ("x", r => r.Normal)), "y");

        Assert.Equal(-1, outcome.Detector!.Events.TimeIndex);
        Assert.Contains(outcome.Warnings, w => w.Contains("--time", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("constant", "same value")]
    [InlineData("copy_of_y", "separates the classes")]
    [InlineData("reason", "separates the classes")]
    [InlineData("measured_after", "separates the classes")]
    [InlineData("y_label", "speaks of the outcome")]
    [InlineData("row", "row number")]
    [InlineData("counter", "never falls")]
    [InlineData("Year", "never comes back")]
    [InlineData("session", "different values")]
    [InlineData("hash", "different values")]
    [InlineData("free_text", "too many categories")]
    [InlineData("surname", "personal data")]
    [InlineData("empty", "empty in every row")]
    public void Ignores_a_doubtful_column_with_the_reason(string name, string reason)
    {
        InitOutcome outcome = Init(Table(
            ("constant", _ => 5), ("copy_of_y", r => r.Label), ("reason", r => r.Label == 1 ? "stolen" : r.Row % 2 == 0 ? "ok" : "fine"),
            ("measured_after", r => r.Label == 1 ? 100 + r.Normal : r.Normal), ("y_label", r => r.Row % 3), ("row", r => r.Row),
            ("counter", r => r.Row * 3 + (r.Row % 2)), ("Year", r => 2020 + (r.Row % 2)), ("session", r => r.Row * 7919L % 100_003),
            ("hash", r => $"x{r.Row * 7919L % 100_003}"), ("free_text", r => $"note {r.Row % 211}"), ("surname", r => $"N{r.Row % 30}"),
            ("empty", _ => ""), ("x", r => r.Normal)), "y");

        InitColumn column = Column(outcome, name);
        Assert.Equal("ignore", column.Role);
        Assert.Contains(reason, column.Warning, StringComparison.Ordinal);
        Assert.Equal(["x"], outcome.Detector!.Features.Select(f => f.Name));
    }

    [Fact]
    public void Ignores_a_property_that_names_the_entity()
    {
        InitOutcome outcome = Init(Table(
            ("when", Time), ("card", r => $"c{r.Row % 40}"), ("town", r => $"t{r.Row % 40 / 2}"), ("region", r => $"r{r.Row % 4}"), ("x", r => r.Normal)), "y");

        Assert.Equal("entity", Role(outcome, "card"));
        Assert.Contains("never changes for a 'card'", Column(outcome, "town").Warning, StringComparison.Ordinal);
        Assert.Equal("feature", Role(outcome, "region"));
    }

    [Fact]
    public void Keeps_a_place_with_many_categories_for_windows_only()
    {
        InitOutcome outcome = Init(Table(
            ("when", Time), ("card", r => $"c{r.Row % 40}"), ("merchant", r => $"m{r.Row * 7 % 60}"), ("clerk", r => $"k{r.Row * 7 % 60}"), ("x", r => r.Normal)), "y");

        Assert.Equal(("feature", "ignore"), (Role(outcome, "merchant"), Role(outcome, "clerk")));
        Assert.Contains("learns them by heart", Column(outcome, "merchant").Warning, StringComparison.Ordinal);
        Assert.DoesNotContain(outcome.Detector!.Features, f => f.Expression == "merchant");
        Assert.Contains(outcome.Detector.Features, f => f.Expression == "not (seen_before(merchant) over 90d)");
    }

    [Fact]
    public void Keeps_few_valued_integers_and_booleans_as_features()
    {
        InitOutcome outcome = Init(Table(("sign", r => r.Row % 3 - 1), ("agreed", r => r.Row % 3 == 0 ? "Yes" : "No"), ("amount", r => r.Normal)), "y");

        Assert.Equal(("number", "feature"), (Column(outcome, "sign").Type, Role(outcome, "sign")));
        Assert.Equal(("boolean", "feature"), (Column(outcome, "agreed").Type, Role(outcome, "agreed")));
        Assert.Equal(["sign", "agreed", "amount"], outcome.Detector!.Features.Select(f => f.Name));
    }

    [Fact]
    public void Accepts_missing_cells_where_the_file_has_some()
    {
        InitOutcome outcome = Init(Table(("a", r => r.Row % 9 == 0 ? "" : r.Normal), ("b", r => r.Row % 9 == 0 ? "NaN" : r.Normal), ("c", r => r.Normal)), "y");

        Assert.Equal([true, true, false], outcome.Detector!.Events.Columns.Take(3).Select(c => c.Nullable));
    }

    [Fact]
    public void Quotes_names_that_yaml_or_expressions_would_misread()
    {
        InitOutcome outcome = Init(Table(("a: b #c", r => r.Normal), ("null", r => r.Normal + 1), ("over", r => r.Normal + 2), ("lat", r => r.Normal / 10)), "y");

        Assert.Equal(["a: b #c", "null", "over", "lat", "y"], outcome.Detector!.Events.Columns.Select(c => c.Name));
        Assert.Equal(["`a: b #c`", "null", "`over`"], outcome.Detector.Features.Select(f => f.Expression.Replace("`null`", "null", StringComparison.Ordinal)));
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
        InitOutcome outcome = Init(Table(("x", r => r.Normal)).Replace(",1\n", ",RARE\n", StringComparison.Ordinal)
            .Replace(",0\n", $",{common}\n", StringComparison.Ordinal).Replace("RARE", rare, StringComparison.Ordinal), "y", given);

        InitColumn label = Column(outcome, "y");
        Assert.Equal(expected, outcome.Detector!.Events.Columns[^1].Positive);
        Assert.Equal(isDoubtful, label.Warning is not null);
        Assert.Equal(expected == rare ? Rows / 8 : Rows - (Rows / 8), outcome.Positives);
    }

    [Theory]
    [InlineData(8, DecisionPolicy.BestF1, 5)]
    [InlineData(20, DecisionPolicy.BestF1, 5)]
    [InlineData(40, DecisionPolicy.AlertBudget, 50)]
    [InlineData(400, DecisionPolicy.AlertBudget, 5)]
    public void Chooses_the_decision_by_the_share_of_positives(int every, DecisionPolicy policy, double alerts)
    {
        var text = new StringBuilder("x,y\n");
        for (int i = 0; i < Rows; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{i % 17},{(i % every == 0 ? 1 : 0)}\n");
        }

        InitOutcome outcome = Init(text.ToString(), "y");

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
        InitOutcome outcome = Init(text, label, positive);

        Assert.Contains(reason, outcome.Refusal, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("out/detector.yaml")));
    }

    [Fact]
    public void Refuses_a_damaged_gzip()
    {
        string path = _folder.File("data.csv.gz");
        File.WriteAllBytes(path, [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0x77, 0x77]);

        Assert.NotNull(InitFile(path, "y").Refusal);
    }

    [Fact]
    public void Refuses_a_time_that_is_none() =>
        Assert.Contains("--time x is not a time", Run(new InitRequest
        {
            DataPath = _folder.Write("d.csv", Table(("x", r => r.Normal))),
            Label = "y",
            Time = "x",
            OutDir = _folder.File("out"),
        }).Refusal, StringComparison.Ordinal);

    [Fact]
    public void Refuses_to_overwrite_a_detector()
    {
        _folder.Write("out/detector.yaml", "name: mine\n");

        Assert.Contains("is there already", Init(Table(("x", r => r.Normal)), "y").Refusal, StringComparison.Ordinal);
        Assert.Equal("name: mine\n", File.ReadAllText(_folder.File("out/detector.yaml")));
    }

    [Fact]
    public void Says_that_a_file_is_missing() =>
        Assert.Contains("there is no such file", InitFile(_folder.File("none.csv"), "y").Refusal, StringComparison.Ordinal);

    [Fact]
    public void Leaves_out_rows_of_another_width_and_says_so()
    {
        InitOutcome outcome = Init(Table(("x", r => r.Normal)) + "1,2,3\n", "y");

        Assert.Equal(Rows, outcome.Rows);
        Assert.Contains(outcome.Warnings, w => w.StartsWith("1 rows were left out", StringComparison.Ordinal));
    }

    [Fact]
    public void Takes_roles_as_given()
    {
        InitOutcome outcome = Run(new InitRequest
        {
            DataPath = _folder.Write("d.csv", Table(("a", r => $"k{r.Row}"), ("b", Time), ("c", r => r.Row % 9), ("d", r => r.Normal), ("e", r => r.Normal + 1))),
            Label = "y",
            Key = "a",
            Time = "b",
            Entity = "c",
            Ignore = ["d"],
            OutDir = _folder.File("out"),
            Name = "mine",
        });

        Assert.Equal(["key", "time", "entity", "ignore", "feature", "label"], outcome.Columns.Select(c => c.Role));
        Assert.Equal("mine", outcome.Detector!.Name);
    }

    [Fact]
    public void Splits_by_entity_where_there_is_no_time()
    {
        InitOutcome outcome = Init(Table(("account", r => $"a{r.Row % 40}"), ("x", r => r.Normal)), "y");

        Assert.Equal(SplitKind.Group, outcome.Detector!.Training.Split);
    }

    [Fact]
    public void Takes_the_parts_of_a_web_address_as_features()
    {
        InitOutcome outcome = Init(Table(("link", r => $"https://example.com/{r.Row}"), ("x", r => r.Normal)), "y");

        Assert.Contains(outcome.Detector!.Features, f => f.Expression == "url_length(link)");
        Assert.DoesNotContain(outcome.Detector.Features, f => f.Expression == "link");
    }

    public void Dispose() => _folder.Dispose();

    private InitOutcome Init(string text, string label, string? positive = null) => InitFile(_folder.Write("data.csv", text), label, positive);

    private InitOutcome InitFile(string path, string label, string? positive = null) =>
        Run(new InitRequest { DataPath = path, Label = label, Positive = positive, OutDir = _folder.File("out") });

    private static InitOutcome Run(InitRequest request) => InitFlow.Run(request, TestContext.Current.CancellationToken);

    private static InitColumn Column(InitOutcome outcome, string name)
    {
        Assert.Null(outcome.Refusal);
        return outcome.Columns.Single(c => c.Name == name);
    }

    private static string Role(InitOutcome outcome, string name) => Column(outcome, name).Role;

    private static string Time(TableRow r) => DateTimeOffset.FromUnixTimeSeconds(1_600_000_000 + (r.Row * 613)).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Cards() => Table(
        ("trans_time", Time), ("cc_num", r => 4111111111111111110 + (r.Row % 30)), ("category", r => $"c{r.Row % 5}"), ("amt", r => Math.Abs(r.Normal)),
        ("first", r => $"Ann{r.Row % 30}"), ("lat", r => 50 + (r.Normal / 100)), ("long", r => 8 - (r.Normal / 100)), ("dob", r => $"19{50 + (r.Row % 30)}-01-05"),
        ("trans_num", r => $"{r.Row * 7919 % 100_003:x8}"), ("merch_lat", r => 51 - (r.Normal / 100)), ("merch_long", r => 8 + (r.Normal / 100)))
        .Replace(",y\n", ",is_fraud\n", StringComparison.Ordinal);

    /// <summary>A table of columns given as name and value, and a label y of which one in eight is 1.</summary>
    private static string Table(params (string Name, Func<TableRow, object> Value)[] columns)
    {
        var random = new Random(3);
        var text = new StringBuilder();
        text.Append(string.Join(',', columns.Select(c => c.Name))).Append(",y\n");
        for (int i = 0; i < Rows; i++)
        {
            var row = new TableRow(i, i % 8 == 3 ? 1 : 0, Math.Round((random.NextDouble() * 60) - 30, 2));
            text.Append(string.Join(',', columns.Select(c => FormattableString.Invariant($"{c.Value(row)}")))).Append(FormattableString.Invariant($",{row.Label}\n"));
        }

        return text.ToString();
    }

    private sealed record TableRow(int Row, int Label, double Normal);
}
