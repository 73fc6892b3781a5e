using System.Text;
using Hamf.Models.Data;
using Hamf.Models.Formats.Onnx.Export;
using Hamf.Models.Graph;

namespace Hamf.Pipeline.Registry.Packaging;

/// <summary>
/// The folder of files under which MLflow's clients find a model of Hamf: Hamf's own bundle, and where the model has a form in ONNX also that, so
/// that Python loads it (flavours <c>onnx</c> and <c>python_function</c>) and gets the score.
/// </summary>
public static class ModelPackage
{
    /// <summary>The folder's name among a run's artifacts.</summary>
    public const string Folder = "model";

    /// <summary>Hamf's own flavour.</summary>
    public const string OwnFlavor = "hamf";

    /// <summary>The name of the bundle in the folder.</summary>
    public const string BundleName = "model.hamf";

    /// <summary>The name of the detector's file in the folder.</summary>
    public const string DetectorName = "detector.yaml";

    private const string OnnxName = "model.onnx";
    private const string PythonVersion = "3.11";

    // Beyond it the ONNX file would be held in memory beside the bundle; who needs it exports it.
    private const int OnnxBundleBytesMax = 256 << 20;

    /// <summary>The files beside the bundle and the detector, which the caller has stored already.</summary>
    /// <param name="bundle">The model and its threshold.</param>
    /// <param name="bundleSize">Size of the stored bundle in bytes.</param>
    /// <param name="runId">The run that made it.</param>
    /// <param name="createdAt">When.</param>
    public static IReadOnlyList<PackageFile> Files(ModelBundle bundle, long bundleSize, string runId, DateTimeOffset createdAt)
    {
        var flavors = new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal)
        {
            [OwnFlavor] = new Dictionary<string, string> { ["data"] = BundleName, ["algorithm"] = bundle.Model.Algorithm },
        };
        List<PackageFile> files = [];
        if (bundleSize <= OnnxBundleBytesMax && ToOnnx(bundle) is { } onnx)
        {
            files.Add(new PackageFile(OnnxName, onnx));
            files.AddRange(Environments());
            flavors["onnx"] = new Dictionary<string, string>
            {
                ["data"] = OnnxName,
                ["onnx_version"] = "1.16.0",
                ["providers"] = "[\"CPUExecutionProvider\"]",
                ["code"] = "",
            };
            flavors["python_function"] = new Dictionary<string, string>
            {
                ["loader_module"] = "mlflow.onnx",
                ["data"] = OnnxName,
                ["python_version"] = PythonVersion,
                ["env"] = "{\"conda\": \"conda.yaml\", \"virtualenv\": \"python_env.yaml\"}",
            };
        }

        var model = new MlModel
        {
            ArtifactPath = Folder,
            RunId = runId,
            Flavors = flavors,
            Inputs = [.. bundle.Model.Features.Select(f => new SignatureColumn(f.Name, f.Kind == FeatureKind.Numeric ? "double" : "string"))],
            Outputs = [new SignatureColumn(OutputName(bundle.Model), "float")],
        };
        files.Add(new PackageFile(MlModel.FileName, Encoding.UTF8.GetBytes(MlModelWriter.Write(model, createdAt))));
        return files;
    }

    private static byte[]? ToOnnx(ModelBundle bundle)
    {
        try
        {
            using var content = new MemoryStream();
            OnnxExport.Write(bundle.Model, content, new OnnxExportOptions { Threshold = bundle.Threshold, ScoreOnly = true });
            return content.ToArray();
        }
        catch (NotSupportedException)
        {
            return null;
        }
    }

    private static string OutputName(Model model) => model.Output switch
    {
        OutputKind.Value => "value",
        OutputKind.Anomaly => "anomaly",
        _ => "score",
    };

    private static PackageFile[] Environments() =>
    [
        Text("requirements.txt", "mlflow\nonnx\nonnxruntime\n"),
        Text("python_env.yaml", $"python: \"{PythonVersion}\"\nbuild_dependencies: [pip]\ndependencies: [-r requirements.txt]\n"),
        Text("conda.yaml", $"name: mlflow-env\nchannels: [conda-forge]\ndependencies:\n- python={PythonVersion}\n- pip\n- pip:\n  - mlflow\n  - onnx\n  - onnxruntime\n"),
    ];

    private static PackageFile Text(string name, string content) => new(name, Encoding.UTF8.GetBytes(content));
}
