using System.Runtime.InteropServices;
using Hamf.Models.Data;
using Hamf.Models.Trees;

namespace Hamf.Bench.Trees;

/// <summary>
/// Reads trees that another library trained, little endian: int trees, features, sum (0 double, 1 mean, 2 float); per tree int nodes, then
/// left, right, feature (ints, -1 for a leaf), threshold, value (doubles), missing goes left (bytes).
/// </summary>
internal static class FlatTrees
{
    public static (TreeEnsemble Trees, FeatureInfo[] Features) Read(string path)
    {
        using var reader = new BinaryReader(File.OpenRead(path));
        int trees = reader.ReadInt32();
        FeatureInfo[] features = Enumerable.Range(0, reader.ReadInt32()).Select(f => FeatureInfo.Numeric($"f{f}")).ToArray();
        var sum = (TreeSum)reader.ReadInt32();
        var starts = new List<int> { 0 };
        var (left, right, feature, threshold, value, defaultLeft) =
            (new List<int>(), new List<int>(), new List<int>(), new List<double>(), new List<double>(), new List<bool>());
        for (int t = 0; t < trees; t++)
        {
            int nodes = reader.ReadInt32();
            int start = starts[^1];
            left.AddRange(ReadAll<int>(reader, nodes).Select(child => Math.Max(0, child + (child < 0 ? 0 : start))));
            right.AddRange(ReadAll<int>(reader, nodes).Select(child => Math.Max(0, child + (child < 0 ? 0 : start))));
            feature.AddRange(ReadAll<int>(reader, nodes));
            threshold.AddRange(ReadAll<double>(reader, nodes));
            value.AddRange(ReadAll<double>(reader, nodes));
            defaultLeft.AddRange(ReadAll<byte>(reader, nodes).Select(flag => flag != 0));
            starts.Add(start + nodes);
        }

        return (new TreeEnsemble
        {
            Bases = [0],
            TreeStarts = [.. starts],
            TreeOutput = new int[trees],
            Sum = sum,
            RoundsToSingle = sum != TreeSum.Double,
            Feature = [.. feature],
            Threshold = [.. threshold],
            SetStart = Enumerable.Repeat(TreeEnsemble.NoSet, feature.Count).ToArray(),
            SetWords = [],
            DefaultLeft = [.. defaultLeft],
            Left = [.. left],
            Right = [.. right],
            Value = [.. value],
            Cover = Enumerable.Repeat(1.0, feature.Count).ToArray(),
        }, features);
    }

    private static T[] ReadAll<T>(BinaryReader reader, int count)
        where T : unmanaged
    {
        var values = new T[count];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }
}
