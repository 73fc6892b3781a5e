using System.Globalization;
using System.Text;
using Hamf.Pipeline.Rows;
using Hamf.Pipeline.Tests.Rows;
using Hamf.Pipeline.Validation;
using Hamf.TestKit;

namespace Hamf.Pipeline.Tests.Validation;

public sealed class FieldParserTests
{
    [Theory]
    [InlineData("1", 1)]
    [InlineData(" -1.50\t", -1.5)]
    [InlineData("+.5", 0.5)]
    [InlineData("5.", 5)]
    [InlineData("1e-3", 0.001)]
    [InlineData("-0", -0.0)]
    [InlineData("0.1234567890123456789", 0.12345678901234568)]
    [InlineData("9007199254740993", 9007199254740992)]
    public void Reads_numbers(string text, double expected)
    {
        (string? rule, Row row) = Read(Schemas.Column("x", ColumnType.Number), text);

        Assert.Null(rule);
        Assert.Equal(BitConverter.DoubleToInt64Bits(expected), BitConverter.DoubleToInt64Bits(row.Number(0)));
    }

    [Theory]
    [InlineData("x", "a number")]
    [InlineData("1,5", "a number")]
    [InlineData("1 000", "a number")]
    [InlineData("0x10", "a number")]
    [InlineData("--1", "a number")]
    [InlineData("$5", "a number")]
    [InlineData(".", "a number")]
    [InlineData("-", "a number")]
    [InlineData("1e400", "a finite number")]
    [InlineData("Infinity", "a finite number")]
    [InlineData("NaN", "a value: the column is not nullable")]
    [InlineData("-10.01", "at least -10")]
    [InlineData("10.5", "at most 10.25")]
    public void Refuses_what_is_no_number(string text, string expected)
    {
        (string? rule, _) = Read(Schemas.Column("x", ColumnType.Number) with { Min = -10, Max = 10.25 }, text);

        Assert.Equal(expected, rule);
    }

    [Fact]
    public void Takes_nan_as_missing_in_a_nullable_number()
    {
        (string? rule, Row row) = Read(Schemas.Column("x", ColumnType.Number) with { Nullable = true }, "nan");

        Assert.Null(rule);
        Assert.True(row.IsMissing(0));
    }

    [Fact]
    public void Fast_numbers_have_the_bits_of_the_general_parser()
    {
        Seeds.ForEach(20, random =>
        {
            for (int i = 0; i < 5000; i++)
            {
                string text = RandomNumber(random);
                byte[] utf8 = Encoding.UTF8.GetBytes(text);
                if (FastNumber.TryParse(utf8, (byte)'.', out double fast))
                {
                    Assert.True(NumberParser.TryParseAny(utf8, (byte)'.', out double general), text);
                    Assert.True(BitConverter.DoubleToInt64Bits(fast) == BitConverter.DoubleToInt64Bits(general), text);
                }
            }
        });
    }

    [Theory]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("-9223372036854775808", long.MinValue)]
    [InlineData("4523761049755000017", 4523761049755000017)]
    [InlineData("+7", 7)]
    [InlineData("007", 7)]
    [InlineData(" 7 ", 7)]
    [InlineData("123.0", 123)]
    [InlineData("-1.5e1", -15)]
    [InlineData("1e3", 1000)]
    [InlineData("0e999", 0)]
    [InlineData("0.000", 0)]
    [InlineData("1200e-2", 12)]
    [InlineData("9007199254740992.0", 9007199254740992)]
    public void Reads_whole_numbers_exactly(string text, long expected)
    {
        (string? rule, Row row) = Read(Schemas.Column("x", ColumnType.Integer), text);

        Assert.Null(rule);
        Assert.Equal(expected, row.Integer(0));
    }

    [Theory]
    [InlineData("9223372036854775808", "a whole number of up to 64 bits")]
    [InlineData("99999999999999999999999", "a whole number of up to 64 bits")]
    [InlineData("4.5e18", "a whole number written in full: above 2^53 a point or an exponent may hide lost digits")]
    [InlineData("9007199254740993.0", "a whole number written in full: above 2^53 a point or an exponent may hide lost digits")]
    [InlineData("1e300", "a whole number written in full: above 2^53 a point or an exponent may hide lost digits")]
    [InlineData("1.5", "a whole number")]
    [InlineData("1e-40", "a whole number")]
    [InlineData("15e-1", "a whole number")]
    [InlineData("1e99999999999", "a whole number")]
    [InlineData("e5", "a whole number")]
    [InlineData(".", "a whole number")]
    [InlineData("", "a value: the column is not nullable")]
    [InlineData("1,000", "a whole number")]
    [InlineData("12a", "a whole number")]
    public void Refuses_what_is_no_whole_number_or_may_have_lost_digits(string text, string expected)
    {
        (string? rule, _) = Read(Schemas.Column("x", ColumnType.Integer), text);

        Assert.Equal(expected, rule);
    }

    [Fact]
    public void Random_64_bit_numbers_survive()
    {
        Seeds.ForEach(10, random =>
        {
            for (int i = 0; i < 1000; i++)
            {
                long value = random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64);
                (string? rule, Row row) = Read(Schemas.Column("x", ColumnType.Integer), value.ToString(CultureInfo.InvariantCulture));

                Assert.Null(rule);
                Assert.Equal(value, row.Integer(0));
            }
        });
    }

    [Theory]
    [InlineData("true", 1)]
    [InlineData("TRUE", 1)]
    [InlineData("Yes", 1)]
    [InlineData("1", 1)]
    [InlineData("False", 0)]
    [InlineData("no", 0)]
    [InlineData(" 0", 0)]
    public void Reads_booleans(string text, long expected)
    {
        (string? rule, Row row) = Read(Schemas.Column("x", ColumnType.Boolean), text);

        Assert.Null(rule);
        Assert.Equal(expected, row.Integer(0));
    }

    [Theory]
    [InlineData("2")]
    [InlineData("t")]
    [InlineData("truee")]
    public void Refuses_other_booleans(string text)
    {
        Assert.Equal("true or false", Read(Schemas.Column("x", ColumnType.Boolean), text).Rule);
    }

    [Theory]
    [InlineData(ColumnType.Integer, "-1", "-1", true)]
    [InlineData(ColumnType.Integer, "-1", "1", false)]
    [InlineData(ColumnType.Integer, "1", "1.0", true)]
    [InlineData(ColumnType.Integer, "1", "True", true)]
    [InlineData(ColumnType.Integer, "1", "false", false)]
    [InlineData(ColumnType.Number, "1", "1.00", true)]
    [InlineData(ColumnType.Boolean, "1", "yes", true)]
    [InlineData(ColumnType.Boolean, "false", "0", true)]
    [InlineData(ColumnType.Text, "phishing", "phishing", true)]
    [InlineData(ColumnType.Text, "phishing", "legitimate", false)]
    public void Reads_labels_by_their_positive_class(ColumnType type, string positive, string text, bool expected)
    {
        (string? rule, Row row) = Read(Schemas.Column("x", type, ColumnRole.Label) with { Positive = positive }, text);

        Assert.Null(rule);
        Assert.Equal(expected, row.Label);
    }

    [Fact]
    public void Refuses_labels_outside_the_declared_classes()
    {
        ColumnSpec column = Schemas.Column("x", ColumnType.Text, ColumnRole.Label) with { Positive = "bad", Categories = ["bad", "good"] };

        Assert.Equal("one of bad, good", Read(column, "ugly").Rule);
        Assert.Equal("a number", Read(Schemas.Column("x", ColumnType.Integer, ColumnRole.Label), "fraud").Rule);
    }

    [Fact]
    public void Refuses_texts_outside_the_categories()
    {
        ColumnSpec column = Schemas.Column("x", ColumnType.Text) with { Categories = [.. Enumerable.Range(1, 14).Select(i => $"c{i}")] };

        Assert.Null(Read(column, "c14").Rule);
        Assert.Equal("one of c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12 and 2 more", Read(column, "C1").Rule);
        Assert.Equal("text without the character NUL", Read(Schemas.Column("x", ColumnType.Text), "a\0b").Rule);
    }

    [Fact]
    public void Never_refuses_an_ignored_column()
    {
        Assert.Null(Read(Schemas.Column("x", ColumnType.Number, ColumnRole.Ignore), "not a number").Rule);
        Assert.Null(Read(Schemas.Column("x", ColumnType.Number, ColumnRole.Ignore), "").Rule);
        Assert.Equal("kept", Read(Schemas.Column("x", ColumnType.Text, ColumnRole.Ignore), "kept").Row.Text(0));
    }

    [Fact]
    public void Says_at_once_that_a_declaration_cannot_be_followed()
    {
        Assert.Contains("Mars/Base", Refused(Schemas.Column("x", ColumnType.Time) with { TimeZone = "Mars/Base" }), StringComparison.Ordinal);
        Assert.Contains("maybe", Refused(Schemas.Column("x", ColumnType.Boolean, ColumnRole.Label) with { Positive = "maybe" }), StringComparison.Ordinal);
        Assert.Contains("'a'", Refused(Schemas.Column("x", ColumnType.Integer) with { Categories = ["a"] }), StringComparison.Ordinal);
    }

    private static string Refused(ColumnSpec column) =>
        Assert.Throws<ArgumentException>(() => FieldParser.Create(Schemas.Single(column), 0, '.')).Message;

    private static (string? Rule, Row Row) Read(ColumnSpec column, string text)
    {
        EventSchema schema = Schemas.Single(column);
        var row = new Row(schema);
        string? rule = new RowRules(schema, '.', requireLabel: false).Read(0, Encoding.UTF8.GetBytes(text), row);
        return (rule, row);
    }

    private static string RandomNumber(Random random)
    {
        var text = new StringBuilder(random.Next(4) == 0 ? "-" : "");
        for (int i = random.Next(12); i >= 0; i--)
        {
            text.Append(random.Next(10));
        }

        if (random.Next(3) > 0)
        {
            text.Append('.');
            for (int i = random.Next(12); i > 0; i--)
            {
                text.Append(random.Next(10));
            }
        }

        return text.ToString();
    }
}
