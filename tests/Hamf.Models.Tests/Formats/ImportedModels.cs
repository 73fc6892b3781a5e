using System.Globalization;
using System.IO.Compression;
using Hamf.Models.Data;
using Hamf.Models.Formats.Hamf;
using Hamf.Models.Formats.Pickle;
using Hamf.Models.Formats.Sklearn;
using Hamf.Models.Graph;

namespace Hamf.Models.Tests.Formats;

/// <summary>Reads fixtures of imported models and compares them with what their library predicted.</summary>
internal static class ImportedModels
{
    /// <summary>The path of a fixture, below <c>Fixtures/Import</c>.</summary>
    public static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "Fixtures", "Import", name);

    /// <summary>The part of a graph in a pickle.</summary>
    public static GraphPart Part(string name) => Part(File.ReadAllBytes(PathOf(name)));

    /// <summary>The part of a graph in a pickle.</summary>
    public static GraphPart Part(byte[] content) => PickleFile.Read(content, new PickleLimits()) is PyObject model
        ? ClassCatalog.Read(new StateReader(model, string.Empty))
        : throw new InvalidOperationException("The pickle holds no object.");

    /// <summary>An estimator as a model without positive class, its inputs numbered.</summary>
    public static GraphModel Model(Estimator estimator) =>
        new([.. Enumerable.Range(0, estimator.InputWidth).Select(i => FeatureInfo.Numeric($"x{i}"))], estimator, GraphModel.NoPositiveClass);

    /// <summary>
    /// Requires of every row of NAME.csv.gz (inputs, empty where missing; label; values as <see cref="GraphModel.FullOutputNames"/> has them) the same label
    /// and values within the tolerance; then that the model survives its own format bit for bit.
    /// </summary>
    public static void Agree(GraphModel model, string rows, double tolerance)
    {
        GraphModel again = (GraphModel)ModelFile.Read(ModelFile.Write(model));
        int width = model.Features.Count;
        var full = new double[model.FullOutputNames.Count];
        var second = new double[full.Length];
        int count = 0;
        foreach (string line in Lines(rows))
        {
            string[] cells = line.Split(',');
            double[] values = [.. cells[..width].Select(cell => cell.Length == 0 ? double.NaN : double.Parse(cell, CultureInfo.InvariantCulture))];
            double[] expected = [.. cells[(width + 1)..].Select(cell => double.Parse(cell, CultureInfo.InvariantCulture))];

            string label = model.PredictFull(values, [], full);

            if (model.Classes.Count > 0)
            {
                Assert.Equal(cells[width], label);
            }

            Assert.Equal(expected.Length, full.Length);
            for (int i = 0; i < full.Length; i++)
            {
                Assert.True(Math.Abs(expected[i] - full[i]) <= tolerance * Math.Max(1, Math.Abs(expected[i])), $"row {count}, value {i}: expected {expected[i]:R}, found {full[i]:R}");
            }

            Assert.Equal(label, again.PredictFull(values, [], second));
            Assert.Equal(full, second);
            count++;
        }

        Assert.Equal(200, count);
    }

    private static IEnumerable<string> Lines(string rows)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(PathOf(rows)), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }
}
