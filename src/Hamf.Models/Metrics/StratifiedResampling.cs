using Hamf.Models.Numerics;

namespace Hamf.Models.Metrics;

/// <summary>Draws rows with replacement, each class keeping its size. The same labels and seed give the same draws. Not thread-safe.</summary>
internal sealed class StratifiedResampling
{
    private readonly int[] _positives;
    private readonly int[] _negatives;
    private readonly int[] _counts;
    private SplitMix64 _random;

    public StratifiedResampling(ReadOnlySpan<byte> labels, int seed)
    {
        _positives = RowsOf(1, labels);
        _negatives = RowsOf(0, labels);
        _counts = new int[labels.Length];
        _random = new SplitMix64((ulong)seed);
    }

    /// <summary>Every row once; valid until the next call.</summary>
    public int[] AllOnce()
    {
        Array.Fill(_counts, 1);
        return _counts;
    }

    /// <summary>How often each row occurs in the next draw, [rows]; valid until the next call.</summary>
    public int[] Next()
    {
        Array.Clear(_counts);
        Draw(_positives);
        Draw(_negatives);
        return _counts;
    }

    private void Draw(int[] rows)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            _counts[rows[_random.Next(rows.Length)]]++;
        }
    }

    private static int[] RowsOf(byte label, ReadOnlySpan<byte> labels)
    {
        var rows = new int[labels.Count(label)];
        int next = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            if (labels[i] == label)
            {
                rows[next++] = i;
            }
        }

        return rows;
    }
}
