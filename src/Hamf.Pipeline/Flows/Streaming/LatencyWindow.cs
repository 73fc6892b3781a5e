namespace Hamf.Pipeline.Flows.Streaming;

/// <summary>
/// Counts events and their latencies over the last seconds: one histogram per second, buckets 5 % apart, so memory does not grow with the
/// rate. Not thread-safe.
/// </summary>
internal sealed class LatencyWindow
{
    /// <summary>Length of the window in seconds.</summary>
    public const int Seconds = 5;

    // From 0.1 ms up in steps of 5 %: 400 buckets reach 0.1 ms x 1.05^399, more than eight hours.
    private const int BucketCount = 400;
    private const double LowestMs = 0.1;
    private static readonly double StepLog = Math.Log(1.05);

    private readonly long[][] _buckets = Enumerable.Range(0, Seconds + 1).Select(_ => new long[BucketCount]).ToArray();
    private readonly long[] _secondOf = new long[Seconds + 1];

    /// <summary>Counts an event.</summary>
    /// <param name="second">The present second, counted from anywhere.</param>
    /// <param name="latencyMs">Its latency in milliseconds.</param>
    /// <param name="count">How many events had it.</param>
    public void Add(long second, double latencyMs, long count = 1)
    {
        int slot = (int)(second % _buckets.Length);
        if (_secondOf[slot] != second)
        {
            Array.Clear(_buckets[slot]);
            _secondOf[slot] = second;
        }

        int bucket = latencyMs <= LowestMs ? 0 : (int)(Math.Log(latencyMs / LowestMs) / StepLog) + 1;
        _buckets[slot][Math.Min(bucket, BucketCount - 1)] += count;
    }

    /// <summary>Events per second and latency quantiles over the last full seconds; the quantiles are NaN when there was no event.</summary>
    public (double PerSecond, double P50, double P99) Read(long second)
    {
        var total = new long[BucketCount];
        long count = 0;
        for (int slot = 0; slot < _buckets.Length; slot++)
        {
            if (_secondOf[slot] < second && _secondOf[slot] >= second - Seconds)
            {
                for (int b = 0; b < BucketCount; b++)
                {
                    total[b] += _buckets[slot][b];
                    count += _buckets[slot][b];
                }
            }
        }

        return ((double)count / Seconds, Quantile(total, count, 0.5), Quantile(total, count, 0.99));
    }

    private static double Quantile(long[] buckets, long count, double share)
    {
        if (count == 0)
        {
            return double.NaN;
        }

        long rank = (long)Math.Ceiling(share * count);
        int bucket = 0;
        for (long seen = buckets[0]; seen < rank; seen += buckets[bucket])
        {
            bucket++;
        }

        return LowestMs * Math.Exp(StepLog * bucket);
    }
}
