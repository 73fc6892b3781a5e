using System.Text.Json;
using Hamf.Models.Data;

namespace Hamf.Models.Tests.Golden;

/// <summary>Real rows and what scikit-learn 1.2.1 makes of them: wine.json, written by make_golden.py beside it.</summary>
internal static class Wine
{
    private static readonly Lazy<JsonElement> Loaded = new(() =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Golden", "wine.json"))).RootElement);

    public static JsonElement Json => Loaded.Value;

    /// <summary>The 13 numbers.</summary>
    public static FeatureTable Numbers => Table([]);

    /// <summary>The same rows with the first two numbers as categories of four.</summary>
    public static FeatureTable Mixed => Table(Columns(Json.GetProperty("codes")));

    /// <summary>The cultivar: 0, 1 or 2.</summary>
    public static double[] Classes => Doubles(Json.GetProperty("y"));

    /// <summary>1 for cultivar 1, 0 for the others.</summary>
    public static double[] Cultivar => Array.ConvertAll(Classes, k => k == 1 ? 1.0 : 0);

    public static double[] Weights => Doubles(Json.GetProperty("weights"));

    public static double[] Doubles(JsonElement array) => array.EnumerateArray().Select(e => e.GetDouble()).ToArray();

    public static double[][] Columns(JsonElement array) => array.EnumerateArray().Select(Doubles).ToArray();

    /// <summary>Requires the model's class probabilities of every fifth row.</summary>
    public static void AssertProbabilities(string name, Graph.Model model, FeatureTable table, double tolerance)
    {
        double[][] expected = Columns(Json.GetProperty(name));
        var scores = new double[table.RowCount * model.OutputCount];
        model.ScoreAll(table, scores);
        for (int i = 0; i < expected.Length; i++)
        {
            for (int k = 0; k < expected[i].Length; k++)
            {
                Assert.Equal(expected[i][k], scores[(i * 5 * model.OutputCount) + k], tolerance);
            }
        }
    }

    private static FeatureTable Table(double[][] codes)
    {
        double[][] columns = Columns(Json.GetProperty("x"));
        codes.CopyTo(columns, 0);
        FeatureInfo[] features = columns
            .Select((_, f) => f < codes.Length ? new FeatureInfo($"x{f}", FeatureKind.Categorical, ["a", "b", "c", "d"]) : FeatureInfo.Numeric($"x{f}"))
            .ToArray();
        return new FeatureTable(features, columns, columns[0].Length);
    }
}
