using System.Globalization;
using System.IO.Compression;
using Hamf.Models.Graph;

namespace Hamf.Models.Tests.Formats.Sklearn;

/// <summary>Predictors that are not trees, against what scikit-learn predicts.</summary>
public sealed class PredictorClassesTests
{
    private const double Tolerance = 1e-12;
    private const string Decisions = ".decide.csv.gz";

    public static TheoryData<string> Fixtures() =>
    [
        .. Directory.GetFiles(ImportedModels.PathOf("predictors"), "*.pkl")
            .Select(path => Path.GetFileNameWithoutExtension(path))
            .Where(name => !name.StartsWith("refused-", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void Models_predict_what_scikit_learn_predicts(string name)
    {
        GraphModel model = Import(name);

        ImportedModels.Agree(model, $"predictors/{name.Split('.')[0]}.csv.gz", Tolerance);
    }

    [Fact]
    public void Decision_values_beside_probabilities_are_those_of_scikit_learn()
    {
        string[] files = Directory.GetFiles(ImportedModels.PathOf("predictors"), $"*{Decisions}");

        Assert.True(files.Length >= 20);
        foreach (string file in files)
        {
            string name = Path.GetFileName(file)[..^Decisions.Length];
            Estimator estimator = Import(name).Estimator;
            double[][] expected = Rows(file);
            double[][] rows = [.. Rows(file.Replace(".decide", string.Empty, StringComparison.Ordinal)).Select(row => row[..estimator.InputWidth])];
            for (int i = 0; i < rows.Length; i++)
            {
                var row = new RowVector();
                row.ResetDense(estimator.InputWidth);
                rows[i].CopyTo(row.Numbers);
                var values = new double[estimator.DecisionCount];
                estimator.Decide(row, values, new Workspace());
                Assert.Equal(expected[i].Length, values.Length);
                Assert.All(values.Zip(expected[i]), pair => Assert.True(
                    Math.Abs(pair.First - pair.Second) <= Tolerance * Math.Max(1, Math.Abs(pair.Second)), $"{name}, row {i}: expected {pair.Second:R}, found {pair.First:R}"));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void Sparse_rows_give_what_dense_rows_give(string name)
    {
        Estimator estimator = Import(name).Estimator;
        double[][] rows = [.. Rows(ImportedModels.PathOf($"predictors/{name.Split('.')[0]}.csv.gz")).Take(20).Select(row => row[..estimator.InputWidth])];
        foreach (double[] values in rows)
        {
            (RowVector dense, RowVector sparse) = (new RowVector(), new RowVector());
            dense.ResetDense(values.Length);
            values.CopyTo(dense.Numbers);
            sparse.ResetSparse(values.Length);
            for (int i = 0; i < values.Length; i++)
            {
                if (values[i] != 0)
                {
                    sparse.Append(i, values[i]);
                }
            }

            Assert.Equal(Outputs(estimator, dense), Outputs(estimator, sparse), (a, b) => Math.Abs(a - b) <= Tolerance * Math.Max(1, Math.Abs(a)));
        }
    }

    private static double[] Outputs(Estimator estimator, RowVector row)
    {
        var workspace = new Workspace();
        var outputs = new double[1 + (estimator.HasProbabilities ? estimator.Classes.Count : 0) + estimator.DecisionCount];
        outputs[0] = estimator.Predict(row, workspace);
        if (estimator.HasProbabilities)
        {
            estimator.Probabilities(row, outputs.AsSpan(1, estimator.Classes.Count), workspace);
        }

        if (estimator.DecisionCount > 0)
        {
            estimator.Decide(row, outputs.AsSpan(outputs.Length - estimator.DecisionCount), workspace);
        }

        return outputs;
    }

    private static GraphModel Import(string name) => ImportedModels.Model((Estimator)ImportedModels.Part($"predictors/{name}.pkl"));

    // Labels may be texts; they are not asked for.
    private static double[][] Rows(string file)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line =>
            line.Split(',').Select(cell => double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : double.NaN).ToArray())];
    }
}
