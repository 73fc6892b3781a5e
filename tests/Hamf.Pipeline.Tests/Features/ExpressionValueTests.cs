using Hamf.Pipeline.Features;
using Hamf.Pipeline.Rows;
using Hamf.TestKit;

namespace Hamf.Pipeline.Tests.Features;

public sealed class ExpressionValueTests
{
    private static readonly EventSchema Schema = new(
    [
        Events.Column("url", ColumnType.Text),
        Events.Column("t", ColumnType.Time, ColumnRole.Time),
        Events.Column("born", ColumnType.Date),
        Events.Column("x", ColumnType.Number),
        Events.Column("yes", ColumnType.Boolean),
        Events.Column("none", ColumnType.Boolean),
    ]);

    [Theory]
    [InlineData("https://user:pw@Example.COM:8443/p?q=1#f", "https", "example.com", "com", "/p", "q=1")]
    [InlineData("example.com/a/b", null, "example.com", "com", "/a/b", "")]
    [InlineData("example.com:8080/a", null, "example.com", "com", "/a", "")]
    [InlineData("localhost:8080", null, "localhost", null, "", "")]
    [InlineData("user@example.com:21/x", null, "example.com", "com", "/x", "")]
    [InlineData("//cdn.example.org/x", null, "cdn.example.org", "org", "/x", "")]
    [InlineData("/only/a/path?a", null, null, null, "/only/a/path", "a")]
    [InlineData("http:/\\evil.example\\path", "http", "evil.example", "example", "\\path", "")]
    [InlineData("https:example.com", "https", "example.com", "com", "", "")]
    [InlineData("mailto:ann@example.com", "mailto", null, null, "ann@example.com", "")]
    [InlineData("javascript:alert(1)", "javascript", null, null, "alert(1)", "")]
    [InlineData("http://good.example@evil.example/", "http", "evil.example", "example", "/", "")]
    [InlineData("http://[2001:db8::1]:80/x", "http", "[2001:db8::1]", null, "/x", "")]
    [InlineData("  http://a.b.  ", "http", "a.b.", "b", "", "")]
    [InlineData("http://a.b?x=/y#?z", "http", "a.b", "b", "", "x=/y")]
    [InlineData("", null, null, null, "", "")]
    [InlineData("http://", "http", null, null, "", "")]
    public void Cuts_a_url_into_its_parts(string url, string? scheme, string? host, string? tld, string path, string query)
    {
        Assert.Equal(scheme, Text("url_scheme(url)", url));
        Assert.Equal(host, Text("url_host(url)", url));
        Assert.Equal(tld, Text("url_tld(url)", url));
        Assert.Equal(path, Text("url_path(url)", url));
        Assert.Equal(query, Text("url_query(url)", url));
    }

    [Theory]
    [InlineData("http://192.168.1.10/", 1)]
    [InlineData("192.168.1.10:80", 1)]
    [InlineData("http://0xC0A8010A/", 1)]
    [InlineData("http://3232235786/", 1)]
    [InlineData("http://0300.0250.1.10/", 1)]
    [InlineData("http://192.168.266/", 1)]
    [InlineData("http://[::1]/", 1)]
    [InlineData("http://[::ffff:10.0.0.1]/", 1)]
    [InlineData("http://192.168.1.256/", 0)]
    [InlineData("http://1.2.3.4.5/", 0)]
    [InlineData("http://089.1.1.1/", 0)]
    [InlineData("http://1.2.3.example/", 0)]
    [InlineData("http://99999999999/", 0)]
    [InlineData("http://face.b00c/", 0)]
    [InlineData("http://[hello]/", 0)]
    [InlineData("http://1..2/", 0)]
    [InlineData("", 0)]
    public void Tells_ip_addresses_from_names(string url, double expected) => Assert.Equal(expected, Number("url_is_ip(url)", url));

    [Theory]
    [InlineData("a.b.example.com", 2)]
    [InlineData("example.com", 0)]
    [InlineData("http://10.0.0.1/", 0)]
    [InlineData("localhost", 0)]
    public void Counts_subdomains(string url, double expected) => Assert.Equal(expected, Number("url_subdomains(url)", url));

    [Theory]
    [InlineData("", 0)]
    [InlineData("aaaa", 0)]
    [InlineData("abab", 1)]
    [InlineData("abcd", 2)]
    [InlineData("éèéè", 1)]
    [InlineData("aé", 1)]
    public void Measures_entropy_in_bits_per_character(string url, double expected) => Assert.Equal(expected, Number("url_entropy(url)", url), 12);

    [Fact]
    public void No_text_upsets_the_url_functions()
    {
        string[] functions =
        [
            "url_length", "url_dots", "url_digits", "url_entropy", "url_host_length", "url_path_length", "url_query_length", "url_params",
            "url_subdomains", "url_has_equal", "url_at", "url_is_https", "url_is_ip", "url_hyphens", "url_special_chars",
            "url_scheme", "url_host", "url_tld", "url_path", "url_query",
        ];
        FeatureSet features = FeatureSet.Compile(Events.Detector(Schema, [.. functions.Select(f => $"{f}(url)")]));
        FeatureEngine engine = Events.Engine(features);
        var row = new Row(Schema);
        var values = new double[functions.Length];
        Seeds.ForEach(500, random =>
        {
            const string Alphabet = "http:/\\@?#[]%.&=-0xA9 \0é\uD800";
            row.SetText(0, new string([.. Enumerable.Range(0, random.Next(30)).Select(_ => Alphabet[random.Next(Alphabet.Length)])]));

            engine.Compute(row, values);

            Assert.All(values[..15], v => Assert.True(v >= 0));
            Assert.True(values[4] + values[5] + values[6] <= values[0], "Parts may not be longer than the whole.");
        });
    }

    [Theory]
    [InlineData("yes and none", double.NaN)]
    [InlineData("none and yes", double.NaN)]
    [InlineData("not yes and none", 0)]
    [InlineData("none and not yes", 0)]
    [InlineData("yes or none", 1)]
    [InlineData("none or yes", 1)]
    [InlineData("not yes or none", double.NaN)]
    [InlineData("not none", double.NaN)]
    [InlineData("not x == 2", 1)]
    [InlineData("if(none, 1, 2)", double.NaN)]
    [InlineData("if(yes, 1, x / 0)", 1)]
    [InlineData("if(yes, x / 0, 1)", double.NaN)]
    [InlineData("coalesce(x / 0, x % 0, 7)", 7)]
    [InlineData("is_missing(none) and yes", 1)]
    [InlineData("exp(1000)", double.NaN)]
    [InlineData("sqrt(-1)", double.NaN)]
    [InlineData("max(x, x / 0)", double.NaN)]
    [InlineData("2 + 3 * 4 - 10 / 4", 11.5)]
    [InlineData("-x * 2", -6)]
    [InlineData("10 - 3 - 2", 5)]
    [InlineData("round(-2.5)", -3)]
    [InlineData("round(2.5)", 3)]
    [InlineData("-7 % 4", -3)]
    [InlineData("in(x, 1, 2, 3)", 1)]
    [InlineData("log1p(1e-18)", 1e-18)]
    public void Computes_as_the_guide_says(string expression, double expected) => Assert.Equal(expected, Number(expression, ""));

    [Theory]
    [InlineData("1969-12-31T23:00:00Z", 23, 3, 31, 12)]
    [InlineData("1970-01-01T00:00:00Z", 0, 4, 1, 1)]
    [InlineData("2024-02-29T12:59:59Z", 12, 4, 29, 2)]
    [InlineData("1900-03-01T06:00:00Z", 6, 4, 1, 3)]
    public void Reads_the_calendar_before_and_after_1970(string time, double hour, double dayOfWeek, double day, double month)
    {
        Assert.Equal([hour, dayOfWeek, day, month], new[] { "hour(t)", "day_of_week(t)", "day(t)", "month(t)" }.Select(e => Number(e, "", time)));
    }

    [Theory]
    [InlineData("2024-03-31T00:30:00Z", 1)]
    [InlineData("2024-03-31T01:30:00Z", 3)]
    [InlineData("2024-10-27T00:30:00Z", 2)]
    [InlineData("2024-10-27T01:30:00Z", 2)]
    public void Follows_the_summer_time_of_a_zone(string time, double hour) =>
        Assert.Equal(hour, Number("hour(t, 'Europe/Berlin')", "", time));

    [Theory]
    [InlineData("1988-03-09", "2020-03-08T23:59:59Z", 31)]
    [InlineData("1988-03-09", "2020-03-09T00:00:00Z", 32)]
    [InlineData("2000-02-29", "2001-02-28T12:00:00Z", 0)]
    [InlineData("2000-02-29", "2001-03-01T00:00:00Z", 1)]
    [InlineData("2000-02-29", "2004-02-29T00:00:00Z", 4)]
    [InlineData("1999-12-31", "2000-01-01T00:00:00Z", 0)]
    public void Counts_completed_years(string born, string time, double age) => Assert.Equal(age, Number("age_years(born, t)", "", time, born));

    [Fact]
    public void Times_beyond_the_calendar_are_missing()
    {
        var row = new Row(Schema);
        row.SetInteger(1, long.MaxValue);
        row.SetInteger(2, long.MinValue);

        Assert.Equal([double.NaN, double.NaN, double.NaN], new[] { "hour(t)", "day(t, 'Asia/Tokyo')", "age_years(born, t)" }.Select(e => Events.Number(Schema, row, e)));
    }

    [Fact]
    public void An_infinite_number_is_missing()
    {
        var row = new Row(Schema);
        row.SetNumber(3, double.PositiveInfinity);

        Assert.Equal(double.NaN, Events.Number(Schema, row, "x"));
    }

    private static double Number(string expression, string url, string time = "2020-01-01", string born = "2000-01-01") =>
        Events.Number(Schema, NewRow(url, time, born), expression);

    private static string? Text(string expression, string url)
    {
        CategoryEncoding categories = CategoryEncoding.Learning(1);
        var engine = new FeatureEngine(FeatureSet.Compile(Events.Detector(Schema, expression)), categories);
        var values = new double[1];
        engine.Compute(NewRow(url, "2020-01-01", "2000-01-01"), values);
        return double.IsNaN(values[0]) ? null : categories.CategoriesOf(0)[(int)values[0]];
    }

    private static Row NewRow(string url, string time, string born)
    {
        var row = new Row(Schema);
        row.SetText(0, url);
        Events.Set(row, "t", time);
        Events.Set(row, "born", born);
        row.SetNumber(3, 3);
        row.SetInteger(4, 1);
        return row;
    }
}
