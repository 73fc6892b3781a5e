using System.Runtime.InteropServices;

namespace Hamf.Bench.Trees;

/// <summary>Reads the benchmark's data: little-endian floats without a header, NAME_x.f32 by rows and NAME_y.f32.</summary>
internal static class SingleFile
{
    private const int BlockRows = 4096;

    /// <summary>The numbers of a file.</summary>
    public static float[] Read(string path)
    {
        var values = new float[new FileInfo(path).Length / sizeof(float)];
        using FileStream file = File.OpenRead(path);
        file.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    /// <summary>The numbers of a file of rows, turned into columns as they are read.</summary>
    public static double[][] ReadColumns(string path, int width)
    {
        using FileStream file = File.OpenRead(path);
        int rows = (int)(file.Length / sizeof(float) / width);
        double[][] columns = Enumerable.Range(0, width).Select(_ => new double[rows]).ToArray();
        var block = new float[BlockRows * width];
        for (int start = 0; start < rows; start += BlockRows)
        {
            int count = Math.Min(BlockRows, rows - start);
            file.ReadExactly(MemoryMarshal.AsBytes(block.AsSpan(0, count * width)));
            for (int f = 0; f < width; f++)
            {
                for (int i = 0; i < count; i++)
                {
                    columns[f][start + i] = block[(i * width) + f];
                }
            }
        }

        return columns;
    }
}
