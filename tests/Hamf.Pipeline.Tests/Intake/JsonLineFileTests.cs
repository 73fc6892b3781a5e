using System.Text;
using Hamf.Pipeline.Intake;
using Hamf.Pipeline.Rows;
using Hamf.Pipeline.Tests.Rows;

namespace Hamf.Pipeline.Tests.Intake;

public sealed class JsonLineFileTests
{
    private const string Good =
        """{"trans_num":"a1","trans_date_trans_time":"2020-06-21 00:01:56","cc_num":4523761049755000017,"amt":4.49,"zip":"08033","is_fraud":0}""" + "\n";

    private static readonly EventSchema Schema = Schemas.Card();

    [Fact]
    public void Is_told_by_its_first_character()
    {
        RowBatch batch = Files.ReadAll("\ufeff \n" + Good, Schema);

        Assert.Empty(batch.Rejects);
        Assert.Equal(4523761049755000017, batch.Integer("cc_num", 0));
        Assert.Equal(2, batch.LineNumbers[0]);
    }

    [Fact]
    public void Rejects_bad_lines_and_goes_on()
    {
        RowBatch batch = Files.ReadAll(
            Good + "{\"amt\":\n\r\n" + "[1]\n" + Good.TrimEnd() + " x\n" + Good.Replace("4.49", "-4.49", StringComparison.Ordinal) + Good.TrimEnd(), Schema);

        Assert.Equal([1, 7], batch.LineNumbers);
        Assert.Equal(
            [
                new Reject(2, "", "valid JSON", "fault at byte 8"),
                new Reject(4, "", "a JSON object", "an array"),
                new Reject(5, "", "valid JSON", "fault at byte 133"),
                new Reject(6, "amt", "at least 0", "-4.49"),
            ],
            batch.Rejects);
    }

    [Fact]
    public void Rejects_a_line_that_is_too_long_and_goes_on()
    {
        string longLine = "{\"x\":\"" + new string('x', 3 * RowLimits.LineBytesMax) + "\"}\n";

        RowBatch batch = Files.ReadAll(Good + longLine + Good, Schema);

        Assert.Equal([1, 3], batch.LineNumbers);
        Assert.Equal(new Reject(2, "", "a line of at most 1048576 bytes", ""), Assert.Single(batch.Rejects));
    }

    [Fact]
    public void Reads_more_lines_than_fit_into_one_window()
    {
        string text = string.Concat(Enumerable.Repeat(Good, 20_000));

        RowBatch batch = Files.ReadAll(Encoding.UTF8.GetBytes(text), Schema);

        Assert.Equal(20_000, batch.RowCount);
        Assert.Equal(20_000, batch.LineNumbers[^1]);
    }

    [Fact]
    public void Wants_a_label_when_told()
    {
        RowBatch batch = Files.ReadAll(
            Good.Replace(",\"is_fraud\":0", "", StringComparison.Ordinal), Schema, new RowFileOptions { RequireLabel = true });

        Assert.Equal(new Reject(1, "is_fraud", "a label", ""), Assert.Single(batch.Rejects));
    }
}
