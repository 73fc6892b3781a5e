using System.Runtime.CompilerServices;
using Hamf.Models.Data;
using Hamf.Models.Learning;
using Hamf.Models.Trees.Binning;
using Hamf.Models.Trees.Growing;

namespace Hamf.Models.Tests.Trees;

public class CodeGroupsTests
{
    [Fact]
    public void Groups_hold_the_codes_of_the_table_and_rows_cross_no_cache_line()
    {
        foreach (int width in new[] { 1, 3, 7, 16, 17, 30, 50 })
        {
            using var crew = new WorkCrew(2);
            BinnedTable table = Encode(Rows(2500, width), crew);

            CodeGroups groups = CodeGroups.Copy(table, crew);

            Assert.Equal(width, groups.Starts[^1]);
            for (int g = 0; g < groups.Count; g++)
            {
                ReadOnlySpan<byte> codes = groups.CodesOf(g);
                Assert.Equal(0, AddressOf(codes) % AlignedBytes.LineSize);
                for (int at = 0; at < groups.WidthOf(g) * table.RowCount; at++)
                {
                    (int j, int row) = Math.DivRem(at, table.RowCount);
                    Assert.Equal(table.Codes[groups.Starts[g] + j][row], codes[(row * groups.RowSizeOf(g)) + j]);
                }
            }
        }
    }

    [Fact]
    public void The_fullest_bin_of_a_group_is_counted()
    {
        using var crew = new WorkCrew(1);
        var table = new FeatureTable([FeatureInfo.Numeric("a"), FeatureInfo.Numeric("b")], [[1, 2, 3, 4], [1, 1, 1, 2.0]], 4);

        CodeGroups groups = CodeGroups.Copy(Encode(table, crew), crew);

        Assert.Equal(3, groups.MostRowsOf(0));
    }

    private static BinnedTable Encode(FeatureTable table, WorkCrew crew) =>
        BinnedTable.Encode(TrainingSet.Binary(table, new byte[table.RowCount]), TargetKind.Binary, 255, 1, crew);

    private static FeatureTable Rows(int count, int width)
    {
        var random = new Random(1);
        double[][] columns = Enumerable.Range(0, width).Select(_ => Enumerable.Range(0, count).Select(_ => random.NextDouble()).ToArray()).ToArray();
        return new FeatureTable(Enumerable.Range(0, width).Select(f => FeatureInfo.Numeric($"f{f}")).ToArray(), columns, count);
    }

    private static nint AddressOf(ReadOnlySpan<byte> bytes) => Unsafe.ByteOffset(in Unsafe.NullRef<byte>(), in bytes[0]);
}
