using System.Globalization;
using Hamf.Pipeline.Flows;
using static Hamf.Pipeline.Tests.Detectors.InitWorld;

namespace Hamf.Pipeline.Tests.Detectors;

/// <summary>What <c>hamf init</c> reads out of a column: its type, its role, its format, and what makes it doubtful.</summary>
public sealed class InitColumnTests : IDisposable
{
    private readonly InitWorld _world = new();

    [Fact]
    public void Keeps_leading_zeros_as_text_and_out_of_the_model()
    {
        InitColumn zip = Column(_world.Init(Table(("code", r => $"0{r.Row % 50 + 100}"), ("x", r => r.Normal)), "y"), "code");

        Assert.Equal(("text", "ignore"), (zip.Type, zip.Role));
        Assert.Contains("leading zeros", zip.Warning, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(9007199254740993L, "integer")]
    [InlineData(4111111111111111111L, "integer")]
    public void Keeps_long_ids_as_integers_and_out_of_the_model(long first, string type)
    {
        InitColumn id = Column(_world.Init(Table(("ref", r => first + (r.Row * 7919 % 50)), ("x", r => r.Normal)), "y"), "ref");

        Assert.Equal((type, "ignore"), (id.Type, id.Role));
    }

    [Fact]
    public void Keeps_ids_beyond_64_bits_as_text()
    {
        InitColumn id = Column(_world.Init(Table(("ref", r => $"99999999999999999{r.Row * 7919 % 997 + 1000}"), ("x", r => r.Normal)), "y"), "ref");

        Assert.Equal(("text", "ignore"), (id.Type, id.Role));
    }

    [Theory]
    [InlineData("unix_time", 1, "unix_s")]
    [InlineData("event_ts", 1000, "unix_ms")]
    public void Recognises_unix_times_by_name_and_range(string name, long scale, string format)
    {
        InitOutcome outcome = _world.Init(Table((name, r => (1_600_000_000 + (r.Row * 613)) * scale), ("x", r => r.Normal)), "y");

        Assert.Equal(("time", "time"), (Column(outcome, name).Type, Column(outcome, name).Role));
        Assert.Equal([format], outcome.Detector!.Events.Columns[0].Formats);
    }

    [Fact]
    public void Ignores_the_same_time_in_another_form_even_when_it_starts_elsewhere()
    {
        InitOutcome outcome = _world.Init(
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
        InitOutcome outcome = _world.Init(Table(
            ("time", r => DateTimeOffset.UnixEpoch.AddMinutes(r.Row * 613L).ToString(written, CultureInfo.InvariantCulture)),
            ("x", r => r.Normal)), "y");

        Assert.Equal([declared], outcome.Detector!.Events.Columns[0].Formats);
        Assert.Equal(0, outcome.Detector.Events.TimeIndex);
    }

    [Fact]
    public void Leaves_out_a_date_whose_day_and_month_may_be_swapped()
    {
        InitColumn column = Column(_world.Init(Table(("date", r => $"0{r.Row % 9 + 1}/0{r.Row % 7 + 1}/2020"), ("x", r => r.Normal)), "y"), "date");

        Assert.Equal("ignore", column.Role);
        Assert.Contains("both fit", column.Warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Proposes_no_time_when_two_columns_may_be_it()
    {
        InitOutcome outcome = _world.Init(Table(("sent_time", Time), ("paid_time", r => Time(r with { Row = r.Row + (r.Row % 5) })), ("x", r => r.Normal)), "y");

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
        InitOutcome outcome = _world.Init(Table(
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
        InitOutcome outcome = _world.Init(Table(
            ("when", Time), ("card", r => $"c{r.Row % 40}"), ("town", r => $"t{r.Row % 40 / 2}"), ("region", r => $"r{r.Row % 4}"), ("x", r => r.Normal)), "y");

        Assert.Equal("entity", Role(outcome, "card"));
        Assert.Contains("never changes for a 'card'", Column(outcome, "town").Warning, StringComparison.Ordinal);
        Assert.Equal("feature", Role(outcome, "region"));
    }

    [Fact]
    public void Keeps_a_place_with_many_categories_for_windows_only()
    {
        InitOutcome outcome = _world.Init(Table(
            ("when", Time), ("card", r => $"c{r.Row % 40}"), ("merchant", r => $"m{r.Row * 7 % 60}"), ("clerk", r => $"k{r.Row * 7 % 60}"), ("x", r => r.Normal)), "y");

        Assert.Equal(("feature", "ignore"), (Role(outcome, "merchant"), Role(outcome, "clerk")));
        Assert.Contains("learns them by heart", Column(outcome, "merchant").Warning, StringComparison.Ordinal);
        Assert.DoesNotContain(outcome.Detector!.Features, f => f.Expression == "merchant");
        Assert.Contains(outcome.Detector.Features, f => f.Expression == "not (seen_before(merchant) over 90d)");
    }

    [Fact]
    public void Keeps_few_valued_integers_and_booleans_as_features()
    {
        InitOutcome outcome = _world.Init(Table(("sign", r => r.Row % 3 - 1), ("agreed", r => r.Row % 3 == 0 ? "Yes" : "No"), ("amount", r => r.Normal)), "y");

        Assert.Equal(("number", "feature"), (Column(outcome, "sign").Type, Role(outcome, "sign")));
        Assert.Equal(("boolean", "feature"), (Column(outcome, "agreed").Type, Role(outcome, "agreed")));
        Assert.Equal(["sign", "agreed", "amount"], outcome.Detector!.Features.Select(f => f.Name));
    }

    [Fact]
    public void Accepts_missing_cells_where_the_file_has_some()
    {
        InitOutcome outcome = _world.Init(Table(("a", r => r.Row % 9 == 0 ? "" : r.Normal), ("b", r => r.Row % 9 == 0 ? "NaN" : r.Normal), ("c", r => r.Normal)), "y");

        Assert.Equal([true, true, false], outcome.Detector!.Events.Columns.Take(3).Select(c => c.Nullable));
    }

    [Fact]
    public void Quotes_names_that_yaml_or_expressions_would_misread()
    {
        InitOutcome outcome = _world.Init(Table(("a: b #c", r => r.Normal), ("null", r => r.Normal + 1), ("over", r => r.Normal + 2), ("lat", r => r.Normal / 10)), "y");

        Assert.Equal(["a: b #c", "null", "over", "lat", "y"], outcome.Detector!.Events.Columns.Select(c => c.Name));
        Assert.Equal(["`a: b #c`", "null", "`over`"], outcome.Detector.Features.Select(f => f.Expression.Replace("`null`", "null", StringComparison.Ordinal)));
    }

    public void Dispose() => _world.Dispose();
}
