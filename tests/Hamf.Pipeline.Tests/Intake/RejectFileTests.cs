using Hamf.Pipeline.Intake;
using Hamf.Pipeline.Rows;
using Hamf.Pipeline.Tests.Rows;
using Hamf.TestKit;

namespace Hamf.Pipeline.Tests.Intake;

public sealed class RejectFileTests
{
    [Fact]
    public void Leaves_no_file_when_nothing_was_rejected()
    {
        using var folder = new TempFolder();
        string path = folder.Write("rejects.csv", "of an earlier run");

        using (var file = new RejectFile(path))
        {
            file.Write([]);
        }

        Assert.False(File.Exists(path));
    }

    [Fact]
    public void Writes_one_line_per_reject_and_quotes_what_needs_it()
    {
        using var folder = new TempFolder();
        string path = folder.File("rejects.csv");

        using (var file = new RejectFile(path))
        {
            file.Write([new Reject(7, "amt", "at least 0", "-1"), new Reject(9, "", "7 fields as in the header", "2 fields")]);
            file.Write([new Reject(12, "a,b", "one of \"x\", y", "two\nlines"), new Reject(13, "amt", "a number", "=HYPERLINK(1)")]);
            Assert.Equal(4, file.Count);
        }

        Assert.Equal(
            "line,field,rule,value\n7,amt,at least 0,-1\n9,,7 fields as in the header,2 fields\n"
            + "12,\"a,b\",\"one of \"\"x\"\", y\",\"two\nlines\"\n13,amt,a number,'=HYPERLINK(1)\n",
            File.ReadAllText(path));
    }

    [Fact]
    public void Tally_counts_by_rule_and_knows_its_limit()
    {
        var tally = new RejectTally(maxShare: 0.25);
        RowBatch batch = Files.ReadAll("a\n1\n2\n3\nx\n", Schemas.Single(Schemas.Column("a", ColumnType.Number)));

        tally.Add(batch);
        Assert.False(tally.IsOverLimit);
        tally.Add(Files.ReadAll("a\ny\n", batch.Schema));

        Assert.True(tally.IsOverLimit);
        Assert.Equal((3, 2, 0.4), (tally.AcceptedCount, tally.RejectedCount, tally.Share));
        Assert.Equal(new RejectCount("a", "a number", 2), Assert.Single(tally.ByRule));
        Assert.Equal("2 of 5 rows were rejected (40.00 %, limit 25.00 %): a: expected a number (2 times).", tally.Describe());
    }

    [Fact]
    public void Tally_of_nothing_is_within_any_limit()
    {
        Assert.False(new RejectTally(0).IsOverLimit);
    }
}
