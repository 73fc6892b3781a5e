using System.Buffers.Binary;
using Hamf.Pipeline.Intake;

namespace Hamf.Adapters.LocalLog;

/// <summary>
/// Records that were appended together, as one blob: count, then time, key length and value length of each, then keys and values, then a CRC-32C of
/// it all. Records are slices of the blob; nothing is copied. Immutable.
/// </summary>
internal sealed class RecordBatch
{
    private const int CountSize = 4;
    private const int EntrySize = 8 + 4 + 4;

    private readonly LogRecord[] _records;

    private RecordBatch(long baseOffset, byte[] blob, LogRecord[] records)
    {
        BaseOffset = baseOffset;
        Blob = blob;
        _records = records;
    }

    /// <summary>Offset of the first record.</summary>
    public long BaseOffset { get; }

    /// <summary>Offset after the last record.</summary>
    public long EndOffset => BaseOffset + _records.Length;

    /// <summary>The bytes as stored.</summary>
    public byte[] Blob { get; }

    /// <summary>The records from an offset on.</summary>
    public ReadOnlySpan<LogRecord> From(long offset) => _records.AsSpan((int)Math.Max(0, offset - BaseOffset));

    /// <summary>Packs records.</summary>
    public static RecordBatch Pack(long baseOffset, long timestampMs, IReadOnlyList<NewRecord> records)
    {
        int size = CountSize + Crc32C.Size + records.Sum(r => EntrySize + r.Key.Length + r.Value.Length);
        var blob = new byte[size];
        BinaryPrimitives.WriteInt32LittleEndian(blob, records.Count);
        int entry = CountSize;
        int content = CountSize + (EntrySize * records.Count);
        foreach (NewRecord record in records)
        {
            BinaryPrimitives.WriteInt64LittleEndian(blob.AsSpan(entry), timestampMs);
            BinaryPrimitives.WriteInt32LittleEndian(blob.AsSpan(entry + 8), record.Key.Length);
            BinaryPrimitives.WriteInt32LittleEndian(blob.AsSpan(entry + 12), record.Value.Length);
            entry += EntrySize;
            record.Key.Span.CopyTo(blob.AsSpan(content));
            content += record.Key.Length;
            record.Value.Span.CopyTo(blob.AsSpan(content));
            content += record.Value.Length;
        }

        Crc32C.Seal(blob);
        return Unpack("", baseOffset, blob);
    }

    /// <summary>Reads a stored blob; every length is checked before it is used.</summary>
    /// <exception cref="InvalidDataException">It is damaged; the message names topic and offset.</exception>
    public static RecordBatch Unpack(string topic, long baseOffset, byte[] blob)
    {
        int body = blob.Length - Crc32C.Size;
        if (body < CountSize || !Crc32C.IsIntact(blob))
        {
            throw Damaged(topic, baseOffset);
        }

        int count = BinaryPrimitives.ReadInt32LittleEndian(blob);
        if (count < 0 || count > (body - CountSize) / EntrySize)
        {
            throw Damaged(topic, baseOffset);
        }

        var records = new LogRecord[count];
        int content = CountSize + (EntrySize * count);
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> entry = blob.AsSpan(CountSize + (EntrySize * i), EntrySize);
            int keyLength = BinaryPrimitives.ReadInt32LittleEndian(entry[8..]);
            int valueLength = BinaryPrimitives.ReadInt32LittleEndian(entry[12..]);
            if (keyLength < 0 || valueLength < 0 || keyLength > body - content || valueLength > body - content - keyLength)
            {
                throw Damaged(topic, baseOffset);
            }

            records[i] = new LogRecord(
                baseOffset + i,
                BinaryPrimitives.ReadInt64LittleEndian(entry),
                blob.AsMemory(content, keyLength),
                blob.AsMemory(content + keyLength, valueLength));
            content += keyLength + valueLength;
        }

        return new RecordBatch(baseOffset, blob, records);
    }

    private static InvalidDataException Damaged(string topic, long baseOffset) => new(
        $"The event log is damaged: topic {topic}, batch at offset {baseOffset} does not have the content that was written. Restore log.db from a backup.");
}
