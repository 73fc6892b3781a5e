using Hamf.Models.Data;

namespace Hamf.Models.Tests;

/// <summary>Generated training rows.</summary>
internal static class Rows
{
    /// <summary>Two numbers (one often missing), a category of eight that matters, and noise; about a third positive.</summary>
    public static (FeatureTable Table, byte[] Labels) Mixed(int count, int seed)
    {
        var random = new Random(seed);
        FeatureInfo[] features =
        [
            FeatureInfo.Numeric("amount"),
            FeatureInfo.Numeric("age"),
            new("kind", FeatureKind.Categorical, ["a", "b", "c", "d", "e", "f", "g", "h"]),
            FeatureInfo.Numeric("noise"),
        ];
        double[][] columns = features.Select(_ => new double[count]).ToArray();
        var labels = new byte[count];
        for (int i = 0; i < count; i++)
        {
            double amount = random.NextDouble() * 4;
            int kind = random.Next(8);
            columns[0][i] = amount;
            columns[1][i] = random.Next(5) == 0 ? double.NaN : random.Next(18, 90);
            columns[2][i] = random.Next(50) == 0 ? double.NaN : kind;
            columns[3][i] = random.NextDouble();
            double logOdds = (2 * amount) + (kind % 3 == 0 ? 2 : -2) + (double.IsNaN(columns[1][i]) ? 1 : 0) - 5;
            labels[i] = (byte)(random.NextDouble() < 1 / (1 + Math.Exp(-logOdds)) ? 1 : 0);
        }

        return (new FeatureTable(features, columns, count), labels);
    }
}
