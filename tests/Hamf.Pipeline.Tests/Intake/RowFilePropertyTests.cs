using System.Text;
using Hamf.Pipeline.Intake;
using Hamf.Pipeline.Rows;
using Hamf.Pipeline.Tests.Rows;
using Hamf.TestKit;

namespace Hamf.Pipeline.Tests.Intake;

public sealed class RowFilePropertyTests
{
    [Fact]
    public void Written_rows_are_read_back_whatever_their_text()
    {
        Seeds.ForEach(40, random =>
        {
            int columns = random.Next(1, 8);
            EventSchema schema = new(
                [.. Enumerable.Range(0, columns).Select(c => Schemas.Column($"c{c}", ColumnType.Text) with { Nullable = true })]);
            string lineBreak = random.Next(2) == 0 ? "\n" : "\r\n";
            List<string[]> rows = [.. Enumerable.Range(0, random.Next(1, 3000)).Select(_ => RandomRow(random, columns))];
            var text = new StringBuilder(string.Join(',', schema.Columns.Select(c => c.Name))).Append(lineBreak);
            foreach (string[] row in rows)
            {
                text.AppendJoin(',', row.Select(v => Quoted(v, random))).Append(lineBreak);
            }

            RowBatch batch = Files.ReadAll(text.ToString(), schema);

            Assert.Empty(batch.Rejects);
            Assert.Equal(rows.Count, batch.RowCount);
            for (int i = 0; i < rows.Count; i++)
            {
                Assert.Equal(rows[i], schema.Columns.Select(c => batch.Text(c.Name, i) ?? ""));
            }
        });
    }

    [Fact]
    public void One_damaged_line_costs_no_other()
    {
        Seeds.ForEach(200, random =>
        {
            EventSchema schema = new(
            [
                Schemas.Column("n", ColumnType.Integer), Schemas.Column("t", ColumnType.Text), Schemas.Column("u", ColumnType.Text),
            ]);
            int count = random.Next(2, 30);
            int bad = random.Next(count);
            var text = new StringBuilder("n,t,u\n");
            for (int i = 0; i < count; i++)
            {
                string line = random.Next(3) == 0 ? $"{i},\"a, \"\"b\"\"\",c\n" : $"{i},b,c\n";
                text.Append(i == bad ? $"{i},\"open,c\n" : line);
            }

            RowBatch batch = Files.ReadAll(text.ToString(), schema);

            Assert.Equal(bad + 2, Assert.Single(batch.Rejects).LineNumber);
            Assert.Equal(Enumerable.Range(0, count).Where(i => i != bad).Select(i => i + 2L), batch.LineNumbers);
        });
    }

    [Fact]
    public void Random_bytes_are_rejects_or_the_documented_exception()
    {
        EventSchema schema = Schemas.Card();
        byte[][] starts =
        [
            [], "trans_num,trans_date_trans_time,cc_num,amt,zip,is_fraud\n"u8.ToArray(), "{"u8.ToArray(), [0x1F, 0x8B], [0x1F, 0x8B, 8, 0],
        ];
        Seeds.ForEach(500, random =>
        {
            var noise = new byte[random.Next(3000)];
            random.NextBytes(noise);
            if (random.Next(2) == 0)
            {
                const string Alphabet = "\",\n\r{}[]:01-e.xyz\\ \t";
                noise = Encoding.UTF8.GetBytes(string.Concat(noise.Select(b => Alphabet[b % Alphabet.Length])));
            }

            byte[] content = [.. starts[random.Next(starts.Length)], .. noise];
            try
            {
                Files.ReadAll(content, schema);
            }
            catch (RowFileException)
            {
            }
        });
    }

    [Fact]
    public void Reading_a_long_file_needs_no_more_memory_than_a_short_one()
    {
        EventSchema schema = Schemas.Card();
        using var source = new RepeatedStream(
            "trans_num,trans_date_trans_time,cc_num,amt,zip,is_fraud\n", "a,2020-06-21 00:01:56,4523761049755000017,4.49,08033,0\n", 60_000_000);
        using RowFile file = RowFile.Open(source, "generated", schema, new RowFileOptions());
        var batch = new RowBatch(schema);
        file.Read(batch, TestContext.Current.CancellationToken);
        file.Read(batch, TestContext.Current.CancellationToken);
        long before = GC.GetAllocatedBytesForCurrentThread();

        while (file.Read(batch, TestContext.Current.CancellationToken))
        {
        }

        // The bound is far below the 60 MB read: a few hundred bytes per window of 256 kB, nothing per row.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000_000);
        Assert.True(file.AcceptedCount > 1_000_000);
        Assert.Equal(0, file.RejectedCount);
    }

    private static string[] RandomRow(Random random, int columns)
    {
        var row = new string[columns];
        for (int c = 0; c < columns; c++)
        {
            const string Nasty = "\",;\n\r'ab \té漢😀";
            row[c] = string.Concat(Enumerable.Range(0, random.Next(6)).Select(_ => Nasty[random.Next(Nasty.Length)])
                .Where(ch => !char.IsSurrogate(ch)));
        }

        // A line of nothing is a blank line, which is no row.
        row[0] = columns == 1 && row[0].Length == 0 ? "x" : row[0];
        return row;
    }

    private static string Quoted(string value, Random random) =>
        value.AsSpan().ContainsAny(",\"\r\n") || random.Next(4) == 0
            ? "\"" + value.Replace("\"", "\"\"", StringComparison.Ordinal) + "\""
            : value;
}
