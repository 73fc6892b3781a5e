using Hamf.Models.Data;

namespace Hamf.Models.Trees;

/// <summary>The bins of all training rows, one byte per cell, [features][rows]. Immutable.</summary>
internal sealed class BinnedTable
{
    private BinnedTable(FeatureBins[] bins, byte[][] columns, int rowCount)
    {
        Bins = bins;
        Columns = columns;
        RowCount = rowCount;
    }

    public FeatureBins[] Bins { get; }

    public byte[][] Columns { get; }

    public int RowCount { get; }

    public static BinnedTable Of(FeatureTable table, GbdtOptions options, ParallelOptions parallel)
    {
        var bins = new FeatureBins[table.Columns.Length];
        var columns = new byte[bins.Length][];
        Parallel.For(0, bins.Length, parallel, f =>
        {
            FeatureBins feature = FeatureBins.Of(table.Features[f], table.Columns[f], options.MaxBins, options.Seed + f);
            double[] values = table.Columns[f];
            var column = new byte[table.RowCount];
            for (int row = 0; row < column.Length; row++)
            {
                column[row] = (byte)feature.BinOf(values[row]);
            }

            bins[f] = feature;
            columns[f] = column;
        });
        return new BinnedTable(bins, columns, table.RowCount);
    }
}
