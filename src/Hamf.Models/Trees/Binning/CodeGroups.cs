using System.Runtime.CompilerServices;
using Hamf.Models.Trees.Growing;

namespace Hamf.Models.Trees.Binning;

/// <summary>
/// The codes of a <see cref="BinnedTable"/> in groups of up to sixteen features, whose codes of a row stand together: histograms are summed
/// group by group. Immutable.
/// </summary>
internal sealed class CodeGroups
{
    /// <summary>Most features of a group: their packed histograms, 16 x 264 words of 8 bytes, just fit the first-level cache.</summary>
    public const int GroupWidth = 16;

    // Rows packed at a time: their codes of a group stay in the first-level cache.
    private const int PackRows = 1024;

    private readonly BinnedTable _table;
    private readonly AlignedBytes[] _codes;
    private readonly int[] _mostRows;

    private CodeGroups(BinnedTable table, int threads)
    {
        _table = table;
        Starts = Divide(table.FeatureCount, threads);
        _mostRows = new int[table.FeatureCount];
        _codes = new AlignedBytes[Starts.Length - 1];
        for (int g = 0; g < _codes.Length; g++)
        {
            _codes[g] = new AlignedBytes(checked(table.RowCount * RowSizeOf(g)));
        }
    }

    /// <summary>The first feature of each group, and the number of features at the end, [groups + 1].</summary>
    public int[] Starts { get; }

    /// <summary>Number of groups.</summary>
    public int Count => _codes.Length;

    /// <summary>Features of a group.</summary>
    public int WidthOf(int group) => Starts[group + 1] - Starts[group];

    /// <summary>Bytes from a row to the next: a power of two, so that no row crosses a cache line.</summary>
    public int RowSizeOf(int group) => WidthOf(group) switch { <= 4 => 4, <= 8 => 8, _ => GroupWidth };

    /// <summary>The group's codes, [rows x <see cref="RowSizeOf"/>].</summary>
    public ReadOnlySpan<byte> CodesOf(int group) => _codes[group].Span;

    /// <summary>Rows of the fullest bin of the group's features.</summary>
    public int MostRowsOf(int group) => _mostRows.AsSpan(Starts[group], WidthOf(group)).ToArray().Max();

    /// <summary>Copies the codes of a table.</summary>
    public static CodeGroups Copy(BinnedTable table, WorkCrew crew)
    {
        var groups = new CodeGroups(table, crew.Threads);
        crew.Run((table.RowCount + PackRows - 1) / PackRows, groups.PackBlock);
        crew.Run(table.FeatureCount, f => groups._mostRows[f] = MostRows(table.Codes[f]));
        return groups;
    }

    // As many groups for each thread as for every other, but none narrower than four features, which would waste memory and loads.
    private static int[] Divide(int features, int threads)
    {
        int fewest = (features + GroupWidth - 1) / GroupWidth;
        int even = (fewest + threads - 1) / threads * threads;
        int groups = Math.Max(fewest, Math.Min(even, features / 4));
        return Enumerable.Range(0, groups + 1).Select(g => (int)((long)g * features / Math.Max(1, groups))).ToArray();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void PackBlock(int block)
    {
        int start = block * PackRows;
        int count = Math.Min(PackRows, _table.RowCount - start);
        for (int group = 0; group < Count; group++)
        {
            int size = RowSizeOf(group);
            Span<byte> packed = _codes[group].Span.Slice(start * size, count * size);
            for (int j = 0; j < WidthOf(group); j++)
            {
                ReadOnlySpan<byte> codes = _table.Codes[Starts[group] + j].AsSpan(start, count);
                for (int i = 0, at = j; i < codes.Length; i++, at += size)
                {
                    packed[at] = codes[i];
                }
            }
        }
    }

    // Four counters of each code: equal neighbours would wait for each other in one.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int MostRows(ReadOnlySpan<byte> codes)
    {
        Span<int> counts = stackalloc int[4 * 256];
        counts.Clear();
        for (int i = 0; i < codes.Length; i++)
        {
            counts[((i & 3) * 256) + codes[i]]++;
        }

        int most = 0;
        for (int code = 0; code < 256; code++)
        {
            most = Math.Max(most, counts[code] + counts[code + 256] + counts[code + 512] + counts[code + 768]);
        }

        return most;
    }
}
