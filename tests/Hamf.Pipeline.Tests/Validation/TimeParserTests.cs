using System.Globalization;
using System.Text;
using Hamf.Pipeline.Rows;
using Hamf.Pipeline.Tests.Rows;
using Hamf.Pipeline.Validation;
using Hamf.TestKit;

namespace Hamf.Pipeline.Tests.Validation;

public sealed class TimeParserTests
{
    [Theory]
    [InlineData("iso", "2020-06-21 00:01:56", "2020-06-21T00:01:56.000Z")]
    [InlineData("iso", "2020-06-21T00:01:56Z", "2020-06-21T00:01:56.000Z")]
    [InlineData("iso", "2020-06-21T00:01:56.5", "2020-06-21T00:01:56.500Z")]
    [InlineData("iso", "2020-06-21T00:01:56.123456789+02:00", "2020-06-20T22:01:56.123Z")]
    [InlineData("iso", "2020-06-21T00:01:56-0530", "2020-06-21T05:31:56.000Z")]
    [InlineData("iso", "1969-12-31 23:59:59.999", "1969-12-31T23:59:59.999Z")]
    [InlineData("iso", "0001-01-01 00:00:00", "0001-01-01T00:00:00.000Z")]
    [InlineData("unix_s", "1592697716", "2020-06-21T00:01:56.000Z")]
    [InlineData("unix_s", "1592697716.25", "2020-06-21T00:01:56.250Z")]
    [InlineData("unix_s", "-1", "1969-12-31T23:59:59.000Z")]
    [InlineData("unix_ms", "1592697716001", "2020-06-21T00:01:56.001Z")]
    [InlineData("dd.MM.yyyy HH:mm", "21.06.2020 00:01", "2020-06-21T00:01:00.000Z")]
    [InlineData("yyyy-MM-dd", "2020-06-21", "2020-06-21T00:00:00.000Z")]
    [InlineData("MM/dd/yyyy HH:mm:ss zzz", "06/21/2020 00:01:56 +01:00", "2020-06-20T23:01:56.000Z")]
    public void Reads_times_by_format(string format, string text, string expected)
    {
        Assert.Equal(Utc(expected), ReadTime(text, "UTC", format));
    }

    [Theory]
    [InlineData("iso", "2020-06-21")]
    [InlineData("iso", "2020-02-30 00:00:00")]
    [InlineData("iso", "2019-02-29 00:00:00")]
    [InlineData("iso", "2020-06-21 24:00:00")]
    [InlineData("iso", "2020-06-21 00:00:60")]
    [InlineData("iso", "2020-06-21 00:00:00+15:00")]
    [InlineData("iso", "2020-06-21 00:00:00.")]
    [InlineData("iso", "0000-01-01 00:00:00")]
    [InlineData("iso", "2020/06/21 00:00:00")]
    [InlineData("iso", "0001-01-01 00:00:00+14:00")]
    [InlineData("iso", "9999-12-31 23:59:59-01:00")]
    [InlineData("yyyy-MM-dd HH:mm:ss", "2020-06-21T00:00:00")]
    [InlineData("yyyy-MM-dd HH:mm:ss", "2020-06-21 00:00:00Z")]
    [InlineData("unix_s", "1592697716000")]
    [InlineData("unix_ms", "1592697716.5")]
    [InlineData("unix_ms", "x")]
    [InlineData("dd.MM.yyyy", "32.01.2020")]
    public void Refuses_other_times(string format, string text)
    {
        Assert.Equal("a time as " + format, RuleOf(text, format));
    }

    [Fact]
    public void Tries_the_formats_in_their_order()
    {
        string[] formats = ["unix_s", "unix_ms", "yyyy-MM-dd HH:mm:ss"];

        Assert.Equal(Utc("2020-06-21T00:01:56Z"), ReadTime("1592697716", "UTC", formats));
        Assert.Equal(Utc("2020-06-21T00:01:56Z"), ReadTime("1592697716000", "UTC", formats));
        Assert.Equal(Utc("2020-06-21T00:01:56Z"), ReadTime("2020-06-21 00:01:56", "UTC", formats));
        Assert.Equal("a time as unix_s or unix_ms or yyyy-MM-dd HH:mm:ss", RuleOf("?", formats));
    }

    [Theory]
    [InlineData("Europe/Paris", "2024-07-01 12:00:00", "2024-07-01T10:00:00Z")]
    [InlineData("Europe/Paris", "2024-01-01 12:00:00", "2024-01-01T11:00:00Z")]
    [InlineData("Europe/Paris", "2024-01-01 12:00:00Z", "2024-01-01T12:00:00Z")]
    [InlineData("America/New_York", "2024-07-01 12:00:00", "2024-07-01T16:00:00Z")]
    [InlineData("Asia/Kolkata", "2024-07-01 12:00:00", "2024-07-01T06:30:00Z")]
    public void Reads_clock_times_in_the_columns_zone(string zone, string text, string expected)
    {
        Assert.Equal(Utc(expected), ReadTime(text, zone, "iso"));
    }

    [Theory]
    [InlineData("Europe/Paris", "2024-03-31 02:30:00", "2024-03-31T01:30:00Z")]
    [InlineData("Europe/Paris", "2024-03-31 01:59:59", "2024-03-31T00:59:59Z")]
    [InlineData("Europe/Paris", "2024-03-31 03:00:00", "2024-03-31T01:00:00Z")]
    [InlineData("Australia/Lord_Howe", "2024-10-06 02:15:00", "2024-10-05T15:45:00Z")]
    public void Reads_a_time_in_a_gap_with_the_offset_before_it(string zone, string text, string expected)
    {
        Assert.Equal(Utc(expected), ReadTime(text, zone, "iso"));
    }

    [Theory]
    [InlineData("Europe/Paris", "2024-10-27 02:30:00", "2024-10-27T00:30:00Z")]
    [InlineData("Europe/Paris", "2024-10-27 03:00:00", "2024-10-27T02:00:00Z")]
    [InlineData("America/New_York", "2024-11-03 01:30:00", "2024-11-03T05:30:00Z")]
    public void Reads_a_time_that_occurs_twice_as_the_first(string zone, string text, string expected)
    {
        Assert.Equal(Utc(expected), ReadTime(text, zone, "iso"));
    }

    [Theory]
    [InlineData("iso", "1988-03-09")]
    [InlineData("iso", "1988-03-09 00:00:00")]
    [InlineData("iso", "1988-03-09T00:00:00.000Z")]
    [InlineData("dd/MM/yyyy", "09/03/1988")]
    [InlineData("unix_s", "573868800")]
    public void Reads_days_as_midnight_utc_whatever_the_zone(string format, string text)
    {
        ColumnSpec column = Schemas.Column("x", ColumnType.Date) with { Formats = [format], TimeZone = format == "unix_s" ? "UTC" : "Asia/Tokyo" };

        (string? rule, long ms) = Read(column, text);

        Assert.Null(rule);
        Assert.Equal(Utc("1988-03-09T00:00:00Z"), ms);
    }

    [Fact]
    public void Refuses_a_time_of_day_in_a_day()
    {
        Assert.Equal("a date as iso", Read(Schemas.Column("x", ColumnType.Date), "1988-03-09 12:00:00").Rule);
    }

    [Fact]
    public void Checks_the_range_in_unix_milliseconds()
    {
        ColumnSpec column = Schemas.Column("x", ColumnType.Time) with { Min = 0 };

        Assert.Equal("at least 0", Read(column, "1969-12-31 23:59:59").Rule);
    }

    [Fact]
    public void Fast_patterns_agree_with_the_general_ones()
    {
        string[] patterns = ["yyyy-MM-dd HH:mm:ss", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-dd"];
        var zone = new LocalZone("x", "Europe/Paris");
        Seeds.ForEach(20, random =>
        {
            for (int i = 0; i < 2000; i++)
            {
                string pattern = patterns[random.Next(patterns.Length)];
                var time = new DateTime(random.NextInt64(DateTime.MaxValue.Ticks), DateTimeKind.Utc);
                var text = new StringBuilder(time.ToString(pattern, CultureInfo.InvariantCulture));
                if (random.Next(2) == 0)
                {
                    text[random.Next(text.Length)] = "0123456789-: T"[random.Next(14)];
                }

                byte[] utf8 = Encoding.UTF8.GetBytes(text.ToString());
                bool fast = TimeFormat.Create(pattern).TryRead(utf8, zone, out long fastMs);
                bool general = new TimeFormat.Pattern(pattern).TryRead(utf8, zone, out long generalMs);

                Assert.True(fast == general && fastMs == generalMs, $"{pattern}: {text}");
            }
        });
    }

    private static long Utc(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();

    private static long ReadTime(string text, string zone, params string[] formats)
    {
        (string? rule, long ms) = Read(Schemas.Column("x", ColumnType.Time) with { Formats = formats, TimeZone = zone }, text);
        Assert.Null(rule);
        return ms;
    }

    private static string? RuleOf(string text, params string[] formats) =>
        Read(Schemas.Column("x", ColumnType.Time) with { Formats = formats }, text).Rule;

    private static (string? Rule, long Ms) Read(ColumnSpec column, string text)
    {
        EventSchema schema = Schemas.Single(column);
        var row = new Row(schema);
        string? rule = new RowRules(schema, '.', requireLabel: false).Read(0, Encoding.UTF8.GetBytes(text), row);
        return (rule, row.Integer(0));
    }
}
