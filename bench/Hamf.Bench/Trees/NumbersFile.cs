using System.Globalization;
using Hamf.Models.Data;
using Hamf.Models.Learning;

namespace Hamf.Bench.Trees;

/// <summary>
/// Reads a CSV of plain numbers with a header. A column NAME#K holds codes, K is that of everything unseen; an empty cell is missing; the
/// last column is the label.
/// </summary>
internal static class NumbersFile
{
    public static TrainingSet Read(string path)
    {
        using var reader = new StreamReader(path);
        FeatureInfo[] features = reader.ReadLine()!.Split(',')[..^1].Select(Describe).ToArray();
        List<double>[] columns = Enumerable.Range(0, features.Length + 1).Select(_ => new List<double>()).ToArray();
        while (reader.ReadLine() is { } line)
        {
            string[] cells = line.Split(',');
            for (int c = 0; c < columns.Length; c++)
            {
                columns[c].Add(cells[c].Length == 0 ? double.NaN : double.Parse(cells[c], CultureInfo.InvariantCulture));
            }
        }

        double[][] values = columns[..^1].Select(column => column.ToArray()).ToArray();
        return new TrainingSet(new FeatureTable(features, values, columns[^1].Count), [.. columns[^1]]);
    }

    private static FeatureInfo Describe(string head)
    {
        string[] parts = head.Split('#');
        return parts.Length == 1
            ? FeatureInfo.Numeric(head)
            : new FeatureInfo(
                parts[0],
                FeatureKind.Categorical,
                Enumerable.Range(0, int.Parse(parts[1], CultureInfo.InvariantCulture)).Select(c => $"c{c}").ToArray());
    }
}
