using System.Globalization;
using Hamf.Pipeline.Rows;

namespace Hamf.Pipeline.Intake;

/// <summary>
/// Streams a data file (.csv, .csv.gz, .jsonl, .jsonl.gz; told by content, not by name) as batches of validated rows.
/// Memory does not grow with the file. Not thread-safe.
/// </summary>
public sealed class RowFile : IDisposable
{
    private const int RowsPerCancellationCheck = 256;

    private readonly string _name;
    private readonly RowSource _source;
    private readonly Row _row;
    private readonly int _batchRows;

    private RowFile(string name, RowSource source, EventSchema schema, RowFileOptions options)
    {
        _name = name;
        _source = source;
        _row = new Row(schema);
        _batchRows = options.BatchRows;
    }

    /// <summary>Rows accepted so far.</summary>
    public long AcceptedCount { get; private set; }

    /// <summary>Rows rejected so far.</summary>
    public long RejectedCount { get; private set; }

    /// <summary>Opens the file and reads its header.</summary>
    /// <exception cref="RowFileException">The file is missing, not readable, or lacks columns of the schema; the message lists them all.</exception>
    /// <exception cref="ArgumentException">The schema cannot be followed: an unknown time zone, a positive class of the wrong type.</exception>
    public static RowFile Open(string path, EventSchema schema, RowFileOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
#pragma warning disable CA2000 // The row file owns the stream.
        return Open(OpenRead(path), path, schema, options);
#pragma warning restore CA2000
    }

    /// <summary>Reads from a stream, which the file then owns.</summary>
    /// <param name="stream">The content, read once from its position; need not be seekable.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="schema">The schema of the rows.</param>
    /// <param name="options">How to read.</param>
    /// <exception cref="RowFileException">The content is not readable or lacks columns of the schema.</exception>
    /// <exception cref="ArgumentException">The schema cannot be followed.</exception>
    public static RowFile Open(Stream stream, string name, EventSchema schema, RowFileOptions options)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BatchRows, 1);
        try
        {
            return new RowFile(name, RowFileContent.Open(name, stream, schema, options.RequireLabel), schema, options);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            stream.Dispose();
            throw new RowFileException($"{name} cannot be read: {e.Message}", e);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Replaces the content of <paramref name="batch"/> with the next rows and rejects: one reject, with its first fault, per bad row.</summary>
    /// <returns>False when the file has ended and the batch is empty.</returns>
    /// <exception cref="RowFileException">The file cannot be read on: an I/O error, or damaged or cut compressed data.</exception>
    public bool Read(RowBatch batch, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(batch);
        batch.Clear();
        try
        {
            for (int count = 0; count < _batchRows; count++)
            {
                if (count % RowsPerCancellationCheck == 0)
                {
                    cancellation.ThrowIfCancellationRequested();
                }

                if (!_source.Read(_row, out Reject? reject))
                {
                    return count > 0;
                }

                Add(batch, reject);
            }
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            string after = _source.LineNumber.ToString(CultureInfo.InvariantCulture);
            throw new RowFileException($"{_name} cannot be read on after line {after}: {e.Message}", e);
        }

        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();

    private static FileStream OpenRead(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RowFileException($"{path} cannot be read: {e.Message}", e);
        }
    }

    private void Add(RowBatch batch, Reject? reject)
    {
        if (reject is null)
        {
            batch.Add(_row, _source.LineNumber);
            AcceptedCount++;
        }
        else
        {
            batch.Add(reject);
            RejectedCount++;
        }
    }
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
