using System.Text;
using Hamf.Pipeline.Intake;
using Hamf.Pipeline.Rows;
using Hamf.Pipeline.Tests.Rows;

namespace Hamf.Pipeline.Tests.Intake;

public sealed class CsvFileTests
{
    private const string Header = "trans_num,trans_date_trans_time,cc_num,amt,zip,first,is_fraud\n";
    private const string Good = "a1,2020-06-21 00:01:56,4523761049755000017,4.49,08033,Jessica,0\n";

    private static readonly EventSchema Schema = Schemas.Card();

    [Fact]
    public void Keeps_card_numbers_zeros_and_times_exactly()
    {
        RowBatch batch = Files.ReadAll(Header + Good, Schema);

        Assert.Empty(batch.Rejects);
        Assert.Equal(4523761049755000017, batch.Integer("cc_num", 0));
        Assert.Equal("08033", batch.Text("zip", 0));
        Assert.Equal(1592697716000, batch.Integer("trans_date_trans_time", 0));
        Assert.Equal(4.49, batch.Number("amt", 0));
        Assert.Equal(0, batch.Integer("is_fraud", 0));
        Assert.Equal(2, batch.LineNumbers[0]);
    }

    [Fact]
    public void Finds_columns_by_name_in_any_order_and_ignores_the_others()
    {
        RowBatch batch = Files.ReadAll(
            ",is_fraud,extra,zip,amt,cc_num,current_time,trans_num\n0,1,x,08033,3,42,1592697716250,k\n", Schemas.Card());

        Assert.Empty(batch.Rejects);
        Assert.Equal(1592697716250, batch.Integer("trans_date_trans_time", 0));
        Assert.Equal(1, batch.Integer("is_fraud", 0));
        Assert.True(batch.Table["first"].IsMissing(0));
    }

    [Fact]
    public void Prefers_a_columns_own_name_to_its_alias()
    {
        RowBatch batch = Files.ReadAll(
            "current_time,trans_date_trans_time,trans_num,cc_num,amt,zip\n1,2020-06-21 00:01:56,k,42,3,\n", Schema);

        Assert.Equal(1592697716000, batch.Integer("trans_date_trans_time", 0));
    }

    [Fact]
    public void Lists_all_missing_columns_at_once()
    {
        var e = Assert.Throws<RowFileException>(() => Files.Open("trans_num,first\n", Schema));

        Assert.Contains("trans_date_trans_time (or current_time), cc_num, amt, zip", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("is_fraud", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Wants_the_label_column_only_when_told()
    {
        var e = Assert.Throws<RowFileException>(
            () => Files.Open("trans_num,trans_date_trans_time,cc_num,amt,zip\n", Schema, new RowFileOptions { RequireLabel = true }));

        Assert.Contains("is_fraud", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_header_with_repeated_names()
    {
        var e = Assert.Throws<RowFileException>(() => Files.Open("amt,amt,trans_num\n", Schema));

        Assert.Contains("more than once in its header: amt", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Hints_at_another_delimiter()
    {
        var e = Assert.Throws<RowFileException>(() => Files.Open(Header.Replace(',', ';'), Schema));

        Assert.Contains("it seems to be separated by semicolon, the schema says comma; set events.delimiter", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Takes_an_empty_field_as_missing()
    {
        RowBatch batch = Files.ReadAll(Header + "a1,2020-06-21 00:01:56,1,1,,,\na2,2020-06-21 00:01:56,1,,\"\",x,0\n", Schema);

        Assert.True(batch.Table["zip"].IsMissing(0));
        Assert.True(batch.Table["is_fraud"].IsMissing(0));
        Reject reject = Assert.Single(batch.Rejects);
        Assert.Equal(new Reject(3, "amt", "a value: the column is not nullable", ""), reject);
    }

    [Fact]
    public void Rejects_name_line_field_rule_and_value()
    {
        RowBatch batch = Files.ReadAll(
            Header + "a1,yesterday,1,1,1,x,0\n" + Good + "a2,2020-06-21 00:01:56,1,-1,1,x,0\na3,2020-06-21 00:01:56,45237610497x5017,1,1,x,0\n", Schema);

        Assert.Equal(1, batch.RowCount);
        Assert.Equal(
            [
                new Reject(2, "trans_date_trans_time", "a time as yyyy-MM-dd HH:mm:ss or unix_ms", "yesterday"),
                new Reject(4, "amt", "at least 0", "-1"),
                new Reject(5, "cc_num", "a whole number", "45***"),
            ],
            batch.Rejects);
    }

    [Fact]
    public void Rejects_lines_with_too_few_or_too_many_fields()
    {
        RowBatch batch = Files.ReadAll(Header + "a,b\n" + Good + "1,2,3,4,5,6,7,8\n" + Good, Schema);

        Assert.Equal(2, batch.RowCount);
        Assert.Equal(
            [new Reject(2, "", "7 fields as in the header", "2 fields"), new Reject(4, "", "7 fields as in the header", "8 fields")],
            batch.Rejects);
    }

    [Fact]
    public void Loses_no_row_after_an_unclosed_quote()
    {
        RowBatch batch = Files.ReadAll(Header + Good + "a2,\"2020-06-21 00:01:56,1,1,1,x,0\n" + Good + Good.Replace("08033", "\"08033\"", StringComparison.Ordinal) + Good, Schema);

        Assert.Equal(4, batch.RowCount);
        Assert.Equal(3, Assert.Single(batch.Rejects).LineNumber);
        Assert.Equal([2, 4, 5, 6], batch.LineNumbers);
    }

    [Fact]
    public void Finds_an_unclosed_quote_behind_a_stray_one()
    {
        EventSchema schema = new([Schemas.Column("a", ColumnType.Text), Schemas.Column("b", ColumnType.Text)]);

        RowBatch batch = Files.ReadAll("a,b\n5\" pipe,\"open\n1,2\n3,4\n5\" pipe,x\n6\",\"x\"y\n", schema);

        Assert.Equal([3, 4, 5], batch.LineNumbers);
        Assert.Equal("5\" pipe", batch.Text("a", 2));
        Assert.Equal([2, 6], batch.Rejects.Select(r => r.LineNumber));
    }

    [Fact]
    public void Loses_no_row_after_an_unclosed_quote_in_a_long_file()
    {
        var text = new StringBuilder(Header).Append("a2,\"2020-06-21 00:01:56,1,1,1,x,0\n");
        int rows = 3 * RowLimits.LineBytesMax / Good.Length;
        for (int i = 0; i < rows; i++)
        {
            text.Append(Good);
        }

        RowBatch batch = Files.ReadAll(text.ToString(), Schema);

        Assert.Equal(rows, batch.RowCount);
        Assert.Equal(new Reject(2, "", "a closing quote", ""), Assert.Single(batch.Rejects));
        Assert.Equal(rows + 2, batch.LineNumbers[^1]);
    }

    [Fact]
    public void Rejects_a_line_that_is_too_long_and_goes_on()
    {
        string longLine = new('x', 2 * RowLimits.LineBytesMax + 17);

        RowBatch batch = Files.ReadAll(Header + Good + longLine + "\r\n" + Good, Schema);

        Assert.Equal(2, batch.RowCount);
        Assert.Equal(new Reject(3, "", "a line of at most 1048576 bytes", ""), Assert.Single(batch.Rejects));
        Assert.Equal([2, 4], batch.LineNumbers);
    }

    [Fact]
    public void Rejects_a_field_that_is_too_long()
    {
        RowBatch batch = Files.ReadAll(Header + Good.Replace("08033", new string('z', RowLimits.FieldBytesMax + 1), StringComparison.Ordinal), Schema);

        Reject reject = Assert.Single(batch.Rejects);
        Assert.Equal("at most 65536 bytes", reject.Rule);
        Assert.Equal(64, reject.Value.Length);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void Reads_every_kind_of_line_break_and_blank_lines(string lineBreak)
    {
        string text = "\ufeff" + (Header + Good + "\n\n\n" + Good).Replace("\n", lineBreak, StringComparison.Ordinal);

        RowBatch batch = Files.ReadAll(Encoding.UTF8.GetBytes(text), Schema);

        Assert.Empty(batch.Rejects);
        Assert.Equal([2, 6], batch.LineNumbers);
    }

    [Fact]
    public void Reads_delimiter_and_decimal_sign_of_the_schema()
    {
        var schema = new EventSchema([Schemas.Column("amt", ColumnType.Number), Schemas.Column("n", ColumnType.Text)]) { Delimiter = ';', DecimalSign = ',' };

        RowBatch batch = Files.ReadAll("amt;n\n1234,5;a\n-1,25e2;b\n1.234,5;c\n7;d\n", schema);

        Assert.Equal(1234.5, batch.Number("amt", 0));
        Assert.Equal(-125, batch.Number("amt", 1));
        Assert.Equal(7, batch.Number("amt", 2));
        Assert.Equal(new Reject(4, "amt", "a number", "1.234,5"), Assert.Single(batch.Rejects));
    }

    [Fact]
    public void Rejects_text_that_is_not_utf8()
    {
        byte[] text = Encoding.Latin1.GetBytes(Header + Good.Replace("08033", "caf\u00e9", StringComparison.Ordinal));

        RowBatch batch = Files.ReadAll(text, Schema);

        Reject reject = Assert.Single(batch.Rejects);
        Assert.Equal(("zip", "valid UTF-8"), (reject.Field, reject.Rule));
    }

    [Fact]
    public void Takes_no_byte_order_mark_from_the_middle_of_a_file()
    {
        EventSchema schema = new([Schemas.Column("a", ColumnType.Text)]);
        var text = new List<byte>("a\n"u8.ToArray());
        for (int i = 0; i < 300_000; i++)
        {
            text.AddRange("\ufeff\n"u8);
        }

        RowBatch batch = Files.ReadAll(text.ToArray(), schema);

        Assert.Equal(300_000, batch.RowCount);
        Assert.Equal(["\ufeff"], ((Hamf.Models.Data.TextColumn)batch.Table["a"]).Dictionary);
    }

    [Fact]
    public void Hands_out_batches_and_ends_with_an_empty_one()
    {
        using RowFile file = Files.Open(Header + Good + "bad\n" + Good, Schema, new RowFileOptions { BatchRows = 2 });
        var batch = new RowBatch(Schema);

        Assert.True(file.Read(batch, TestContext.Current.CancellationToken));
        Assert.Equal((1, 1), (batch.RowCount, batch.Rejects.Count));
        Assert.True(file.Read(batch, TestContext.Current.CancellationToken));
        Assert.Equal((1, 0), (batch.RowCount, batch.Rejects.Count));
        Assert.False(file.Read(batch, TestContext.Current.CancellationToken));
        Assert.Equal((0, 0), (batch.RowCount, batch.Rejects.Count));
        Assert.Equal((2, 1), (file.AcceptedCount, file.RejectedCount));
    }

    [Theory]
    [InlineData("PK\u0003\u0004", "zip archive")]
    [InlineData("[{\"a\":1}]", "JSON array")]
    [InlineData("PAR1", "Parquet")]
    [InlineData("", "is empty")]
    public void Says_what_a_foreign_file_is(string content, string expected)
    {
        var e = Assert.Throws<RowFileException>(() => Files.Open(content, Schema));

        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Says_that_a_file_is_missing()
    {
        var e = Assert.Throws<RowFileException>(() => RowFile.Open("/nowhere/x.csv", Schema, new RowFileOptions()));

        Assert.Contains("/nowhere/x.csv cannot be read", e.Message, StringComparison.Ordinal);
    }
}
