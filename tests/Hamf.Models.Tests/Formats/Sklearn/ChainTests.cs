using System.IO.Compression;
using System.Text.Json;
using Hamf.Models.Data;
using Hamf.Models.Formats.Hamf;
using Hamf.Models.Graph;

namespace Hamf.Models.Tests.Formats.Sklearn;

/// <summary>Whole models as public repositories have them: columns of numbers and texts, transformers, a predictor.</summary>
public sealed class ChainTests
{
    private const string Folder = "preprocessing";
    private const double Tolerance = 1e-12;

    public static TheoryData<string> Pickles() =>
        [.. Directory.GetFiles(ImportedModels.PathOf(Folder), "chain-*.pkl").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Pickles))]
    public void Rows_are_predicted_as_by_the_library(string pickle)
    {
        GraphModel model = ModelOf((Estimator)ImportedModels.Part($"{Folder}/{pickle}.pkl"));
        var again = (GraphModel)ModelFile.Read(ModelFile.Write(model));
        using JsonDocument expected = Expected(pickle.Split('.')[0]);
        var full = new double[model.FullOutputNames.Count];
        var second = new double[full.Length];
        int count = 0;
        foreach ((JsonElement input, JsonElement output) in expected.RootElement.GetProperty("rows").EnumerateArray().Zip(expected.RootElement.GetProperty("out").EnumerateArray()))
        {
            string?[] texts = model.ReadsText ? [.. input.EnumerateArray().Select((cell, i) => model.Features[i].Kind == FeatureKind.Text ? cell.GetString() : null)] : [];
            double[] values = [.. input.EnumerateArray().Select(cell => cell.ValueKind == JsonValueKind.Number ? cell.GetDouble() : double.NaN)];

            string label = model.PredictFull(values, texts, full);

            Assert.Equal(output[0].GetString(), label);
            Assert.Equal(output.GetArrayLength() - 1, full.Length);
            for (int i = 0; i < full.Length; i++)
            {
                double value = output[i + 1].GetDouble();
                Assert.True(Math.Abs(value - full[i]) <= Tolerance * Math.Max(1, Math.Abs(value)), $"{pickle}, row {count}, value {i}: expected {value:R}, found {full[i]:R}");
            }

            Assert.Equal(label, again.PredictFull(values, texts, second));
            Assert.Equal(full, second);
            count++;
        }

        Assert.Equal(200, count);
    }

    [Fact]
    public void A_warm_text_pipeline_allocates_nothing()
    {
        GraphModel model = ModelOf((Estimator)ImportedModels.Part($"{Folder}/chain-union-lr.asis.pkl"));
        string?[] texts = ["Win FREE money now, claim your prize"];
        double[] values = [double.NaN];
        var outputs = new double[model.OutputCount];
        model.Score(values, texts, outputs);
        long before = GC.GetAllocatedBytesForCurrentThread();

        model.Score(values, texts, outputs);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static GraphModel ModelOf(Estimator estimator) => new(
        [.. Enumerable.Range(0, estimator.InputWidth).Select(i => estimator.ReadsText(i) ? FeatureInfo.Text($"x{i}") : FeatureInfo.Numeric($"x{i}"))],
        estimator,
        GraphModel.NoPositiveClass);

    private static JsonDocument Expected(string name)
    {
        using var stream = new GZipStream(File.OpenRead(ImportedModels.PathOf($"{Folder}/{name}.json.gz")), CompressionMode.Decompress);
        return JsonDocument.Parse(stream);
    }
}
