using System.IO.Compression;
using System.Text;
using Hamf.Pipeline.Intake;
using Hamf.Pipeline.Rows;
using Hamf.Pipeline.Tests.Rows;
using Hamf.TestKit;

namespace Hamf.Pipeline.Tests.Intake;

public sealed class GzipFileTests
{
    private static readonly EventSchema Schema =
        new([Schemas.Column("n", ColumnType.Integer), Schemas.Column("t", ColumnType.Text)]);

    [Fact]
    public void Is_told_by_its_bytes()
    {
        Assert.Equal(50_000, Files.ReadAll(Compress(Rows(50_000)), Schema).RowCount);
    }

    [Fact]
    public void Reads_members_one_after_the_other()
    {
        byte[] two = [.. Compress(Rows(1000)), .. Compress("7,x\n8,y\n")];

        Assert.Equal(1002, Files.ReadAll(two, Schema).RowCount);
    }

    [Fact]
    public void Is_refused_when_cut_off_anywhere()
    {
        byte[] whole = Compress(Rows(20_000));
        foreach (int missing in new[] { 1, 4, 8, 9, 100, whole.Length / 2 })
        {
            var e = Assert.Throws<RowFileException>(() => Files.ReadAll(whole[..^missing], Schema));
            Assert.Contains("cannot be read", e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Damage_is_the_documented_exception()
    {
        byte[] whole = Compress(Rows(2000));
        Seeds.ForEach(100, random =>
        {
            byte[] damaged = (byte[])whole.Clone();
            for (int i = 0; i < 3; i++)
            {
                damaged[random.Next(2, damaged.Length)] = (byte)random.Next(256);
            }

            try
            {
                Files.ReadAll(damaged[..random.Next(2, damaged.Length + 1)], Schema);
            }
            catch (RowFileException)
            {
            }
        });
    }

    private static string Rows(int count)
    {
        var text = new StringBuilder("n,t\n");
        var random = new Random(1);
        for (int i = 0; i < count; i++)
        {
            text.Append(random.NextInt64()).Append(",t").Append(i).Append('\n');
        }

        return text.ToString();
    }

    private static byte[] Compress(string text)
    {
        var result = new MemoryStream();
        using (var gzip = new GZipStream(result, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return result.ToArray();
    }
}
