using System.Text;
using Hamf.Models.Data;
using Hamf.Pipeline.Intake;
using Hamf.Pipeline.Rows;

namespace Hamf.Pipeline.Tests.Intake;

/// <summary>Reads content as a row file.</summary>
internal static class Files
{
    public static RowFile Open(string content, EventSchema schema, RowFileOptions? options = null) =>
        Open(Encoding.UTF8.GetBytes(content), schema, options);

    public static RowFile Open(byte[] content, EventSchema schema, RowFileOptions? options = null) =>
        RowFile.Open(new MemoryStream(content), "test.csv", schema, options ?? new RowFileOptions());

    /// <summary>All rows and rejects as one batch.</summary>
    public static RowBatch ReadAll(string content, EventSchema schema, RowFileOptions? options = null) =>
        ReadAll(Encoding.UTF8.GetBytes(content), schema, options);

    /// <summary>All rows and rejects as one batch.</summary>
    public static RowBatch ReadAll(byte[] content, EventSchema schema, RowFileOptions? options = null)
    {
        using RowFile file = Open(content, schema, (options ?? new RowFileOptions()) with { BatchRows = 1_000_000 });
        var batch = new RowBatch(schema);
        file.Read(batch, TestContext.Current.CancellationToken);
        Assert.Equal(batch.RowCount, file.AcceptedCount);
        Assert.Equal(batch.Rejects.Count, file.RejectedCount);
        return batch;
    }

    public static string? Text(this RowBatch batch, string column, int row) => ((TextColumn)batch.Table[column])[row];

    public static long Integer(this RowBatch batch, string column, int row) => ((IntegerColumn)batch.Table[column]).Values[row];

    public static double Number(this RowBatch batch, string column, int row) => ((NumberColumn)batch.Table[column]).Values[row];
}
