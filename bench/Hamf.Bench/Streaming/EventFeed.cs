using Hamf.Pipeline.Intake;

namespace Hamf.Bench.Streaming;

/// <summary>Appends the lines of a file to topic_1, some thousand at a time, as a client that never waits would. One owner.</summary>
internal sealed class EventFeed(string path, IEventLog log) : IDisposable
{
    private const int BatchRecords = 1_000;
    private const int LineBytes = 800;

    private readonly FileStream _file = File.OpenRead(path);
    private byte[] _rest = [];

    /// <summary>Appends so many events, at most <paramref name="perSecond"/>, or as fast as the log takes them when it is 0.</summary>
    public async Task AppendAsync(int count, int perSecond)
    {
        long start = Environment.TickCount64;
        for (int done = 0; done < count;)
        {
            NewRecord[] records = Next(Math.Min(BatchRecords, count - done));
            await log.AppendAsync("topic_1", records, CancellationToken.None);
            done += records.Length;
            double aheadMs = perSecond == 0 ? 0 : (done * 1000.0 / perSecond) - (Environment.TickCount64 - start);
            if (aheadMs > 1)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(aheadMs));
            }
        }
    }

    public void Dispose() => _file.Dispose();

    // Records share one block, as those of a request do.
    private NewRecord[] Next(int count)
    {
        var block = new byte[Math.Max(count, (_rest.Length / LineBytes) + 2) * LineBytes];
        _rest.CopyTo(block, 0);
        int length = _rest.Length + _file.ReadAtLeast(block.AsSpan(_rest.Length), block.Length - _rest.Length, throwOnEndOfStream: false);
        var records = new List<NewRecord>(count);
        int start = 0;
        while (records.Count < count && block.AsSpan(start, length - start).IndexOf((byte)'\n') is >= 0 and int size)
        {
            records.Add(new NewRecord(default, block.AsMemory(start, size)));
            start += size + 1;
        }

        _rest = block[start..length];
        return records.Count > 0 ? [.. records] : throw new InvalidOperationException("the file of events is at its end");
    }
}
