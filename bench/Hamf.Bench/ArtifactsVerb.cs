using System.Diagnostics;
using System.Text.Json.Nodes;
using Hamf.Pipeline.Rows;

namespace Hamf.Bench;

/// <summary>
/// Uploads one large artifact through the proxy of a running server and downloads it again; beside it the same bytes written and read by the same
/// process on the same disk, in blocks of 1 MiB, forced to disk as the server does; and how much the server's resident memory grew at its peak (Linux).
/// </summary>
internal static class ArtifactsVerb
{
    private const int Block = 1 << 20;

    public const string Usage = "  artifacts [--url http://127.0.0.1:5080] [--mb 1024] [--pid SERVER] [--scratch DIR]";

    public static async Task<int> RunAsync(string[] args)
    {
        var arguments = new Arguments(args);
        int megabytes = arguments.Number("mb", 1024);
        int pid = arguments.Number("pid", 0);
        var target = new Uri(new Uri(arguments.Text("url", "http://127.0.0.1:5080")), "/api/2.0/mlflow-artifacts/artifacts/bench/large.bin");
        using var client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        string scratch = Path.Combine(arguments.Text("scratch", Path.GetTempPath()), $"hamf-bench-{Environment.ProcessId}.bin");
        try
        {
            var result = new JsonObject { ["mb"] = megabytes, ["disk_write_mb_per_second"] = Speed(megabytes, Time(() => Write(scratch, megabytes))) };
            result["disk_read_mb_per_second"] = Speed(megabytes, Time(() => Read(scratch)));
            await TransferAsync(client, target, 1);
            var memory = new ServerMemory(pid);
            long before = memory.Now;
            memory.ForgetPeak();
            TimeSpan up = await TimeAsync(() => UploadAsync(client, target, megabytes));
            long peakUp = memory.Peak;
            memory.ForgetPeak();
            TimeSpan down = await TimeAsync(() => DownloadAsync(client, target));
            long peakDown = memory.Peak;
            result["upload_mb_per_second"] = Speed(megabytes, up);
            result["download_mb_per_second"] = Speed(megabytes, down);
            result["server_mb_before"] = before >> 20;
            result["server_mb_more_uploading"] = (peakUp - before) >> 20;
            result["server_mb_more_downloading"] = (peakDown - before) >> 20;
            Console.WriteLine(result);
            return 0;
        }
        finally
        {
            File.Delete(scratch);
            (await client.DeleteAsync(target)).Dispose();
        }
    }

    private static async Task TransferAsync(HttpClient client, Uri target, int megabytes)
    {
        await UploadAsync(client, target, megabytes);
        await DownloadAsync(client, target);
    }

    private static async Task UploadAsync(HttpClient client, Uri target, int megabytes)
    {
        using var content = new StreamContent(new NoiseStream((long)megabytes * Block), Block);
        using HttpResponseMessage response = await client.PutAsync(target, content);
        response.EnsureSuccessStatusCode();
    }

    private static async Task DownloadAsync(HttpClient client, Uri target)
    {
        await using Stream content = await client.GetStreamAsync(target);
        await content.CopyToAsync(Stream.Null, Block);
    }

    private static void Write(string path, int megabytes)
    {
        using var noise = new NoiseStream((long)megabytes * Block);
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        noise.CopyTo(file, Block);
        file.Flush(flushToDisk: true);
    }

    private static void Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        file.CopyTo(Stream.Null, Block);
    }

    private static TimeSpan Time(Action work)
    {
        long start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start);
    }

    private static async Task<TimeSpan> TimeAsync(Func<Task> work)
    {
        long start = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(start);
    }

    private static double Speed(int megabytes, TimeSpan took) => Math.Round(megabytes / took.TotalSeconds);

    /// <summary>Bytes that no two megabytes have in common, at the price of a copy.</summary>
    private sealed class NoiseStream(long length) : ForwardStream
    {
        private readonly byte[] _noise = Noise();
        private long _position;

        public override long Length => length;

        public override long Position
        {
            get => _position;
            set => throw new NotSupportedException();
        }

        public override int Read(Span<byte> buffer)
        {
            int at = (int)(_position % Block);
            int read = (int)Math.Min(Math.Min(buffer.Length, Block - at), length - _position);
            BitConverter.TryWriteBytes(_noise, _position / Block);
            _noise.AsSpan(at, read).CopyTo(buffer);
            _position += read;
            return read;
        }

        private static byte[] Noise()
        {
            byte[] noise = new byte[Block];
            new Random(1).NextBytes(noise);
            return noise;
        }
    }
}
