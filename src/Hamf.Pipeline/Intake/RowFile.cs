using Hamf.Pipeline.Rows;

namespace Hamf.Pipeline.Intake;

/// <summary>
/// Streams a data file (.csv, .csv.gz, .jsonl, .jsonl.gz; told by content, not by name) as batches of validated rows.
/// Memory does not grow with the file. Not thread-safe.
/// </summary>
public sealed class RowFile : IDisposable
{
    /// <summary>Opens the file and reads its header.</summary>
    /// <exception cref="RowFileException">The file is missing, not readable, or lacks columns of the schema; the message lists them all.</exception>
    public static RowFile Open(string path, EventSchema schema, RowFileOptions options) => throw new NotImplementedException();

    /// <summary>Rows accepted so far.</summary>
    public long AcceptedCount => throw new NotImplementedException();

    /// <summary>Rows rejected so far.</summary>
    public long RejectedCount => throw new NotImplementedException();

    /// <summary>Replaces the content of <paramref name="batch"/> with the next rows and rejects.</summary>
    /// <returns>False when the file has ended and the batch is empty.</returns>
    public bool Read(RowBatch batch, CancellationToken cancellation) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void Dispose() => throw new NotImplementedException();
}

/// <summary>How a file is read.</summary>
public sealed record RowFileOptions
{
    /// <summary>Most rows of a batch. <value>4096</value></summary>
    public int BatchRows { get; init; } = 4096;

    /// <summary>Whether the label column must be there (training). Elsewhere a missing label column is an unknown label. <value>false</value></summary>
    public bool RequireLabel { get; init; }
}

/// <summary>A data file that cannot be read at all: what, where and what to do is in the message.</summary>
public sealed class RowFileException(string message, Exception? inner = null) : Exception(message, inner);
