using Hamf.Models.Data;
using Hamf.Models.Formats;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Packaging;
using Hamf.Pipeline.Tests.Streaming;
using Hamf.TestKit;

namespace Hamf.Pipeline.Tests.Registry.Packaging;

/// <summary>The folder that MLflow's clients find beside a model of Hamf.</summary>
public sealed class ModelPackageTests
{
    [Fact]
    public void A_model_of_usual_size_has_its_form_in_ONNX()
    {
        ModelPackage package = Package(Imported(), ModelPackage.OnnxBundleBytesMax);

        Assert.Null(package.WhyNotOnnx);
        Assert.Contains("model.onnx", package.Files.Select(f => f.Name));
        Assert.Equal(["hamf", "onnx", "python_function"], FlavorsOf(package));
    }

    [Fact]
    public void A_large_model_is_kept_without_it_and_says_why()
    {
        ModelPackage package = Package(Imported(), ModelPackage.OnnxBundleBytesMax + 1L);

        Assert.Equal(["MLmodel"], package.Files.Select(f => f.Name));
        Assert.Equal(["hamf"], FlavorsOf(package));
        Assert.Contains("33554433 bytes", package.WhyNotOnnx, StringComparison.Ordinal);
        Assert.Contains("hamf models export", package.WhyNotOnnx, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_without_a_form_in_ONNX_is_kept_and_says_why()
    {
        ModelPackage package = Package(new ModelBundle(new LinearModel([new FeatureInfo("f", FeatureKind.Numeric, [])], 1), 0.5), 1000);

        Assert.Equal(["hamf"], FlavorsOf(package));
        Assert.Contains("no form in ONNX", package.WhyNotOnnx, StringComparison.Ordinal);
    }

    private static IEnumerable<string> FlavorsOf(ModelPackage package) => MlModelReader
        .Read(System.Text.Encoding.UTF8.GetString(package.Files.Single(f => f.Name == MlModel.FileName).Content))
        .Flavors.Keys.Order(StringComparer.Ordinal);

    private static ModelPackage Package(ModelBundle bundle, long bundleSize) =>
        ModelPackage.Of(bundle, bundleSize, "run", new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero));

    private static ModelBundle Imported()
    {
        string file = Path.Combine(RealPart.RepositoryRoot, "tests", "Hamf.Models.Tests", "Fixtures", "Import", "flow", "logistic.pkl");
        return new ModelBundle(ModelImport.Read([new ImportFile("logistic.pkl", File.ReadAllBytes(file))], new ImportOptions(), CancellationToken.None).Model, 0.5);
    }
}
