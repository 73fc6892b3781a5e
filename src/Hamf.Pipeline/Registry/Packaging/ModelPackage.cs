using System.Globalization;
using System.Text;
using Hamf.Models.Data;
using Hamf.Models.Formats.Onnx.Export;
using Hamf.Models.Graph;

namespace Hamf.Pipeline.Registry.Packaging;

/// <summary>
/// The folder of files under which MLflow's clients find a model of Hamf: Hamf's own bundle, and where the model has a form in ONNX also that, so
/// that Python loads it (flavours <c>onnx</c> and <c>python_function</c>) and gets the score.
/// </summary>
/// <param name="Files">The files beside the bundle and the detector, which the caller has stored already.</param>
/// <param name="WhyNotOnnx">Why the form in ONNX is missing, in a sentence, or null.</param>
public sealed record ModelPackage(IReadOnlyList<PackageFile> Files, string? WhyNotOnnx)
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

    /// <summary>
    /// Largest bundle that gets a form in ONNX beside it, in bytes. That file is made in memory while the model is still held, and one of trees takes
    /// several times the bundle: training must not need more room for it than for the model. Whoever needs a larger one exports it.
    /// </summary>
    public const int OnnxBundleBytesMax = 32 << 20;

    /// <summary>Makes the folder of a model.</summary>
    /// <param name="bundle">The model and its threshold.</param>
    /// <param name="bundleSize">Size of the stored bundle in bytes.</param>
    /// <param name="runId">The run that made it.</param>
    /// <param name="createdAt">When.</param>
    public static ModelPackage Of(ModelBundle bundle, long bundleSize, string runId, DateTimeOffset createdAt)
    {
        var flavors = new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal)
        {
            [OwnFlavor] = new Dictionary<string, string> { ["data"] = BundleName, ["algorithm"] = bundle.Model.Algorithm },
        };
        List<PackageFile> files = [];
        if (ToOnnx(bundle, bundleSize, out string? whyNot) is { } onnx)
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
        return new ModelPackage(files, whyNot);
    }

    private static byte[]? ToOnnx(ModelBundle bundle, long bundleSize, out string? whyNot)
    {
        whyNot = null;
        if (bundleSize > OnnxBundleBytesMax)
        {
            whyNot = string.Create(CultureInfo.InvariantCulture,
                $"The model has {bundleSize} bytes, and only up to {OnnxBundleBytesMax} its ONNX file is made with it; 'hamf models export' makes it.");
            return null;
        }

        try
        {
            using var content = new MemoryStream();
            OnnxExport.Write(bundle.Model, content, new OnnxExportOptions { Threshold = bundle.Threshold, ScoreOnly = true });
            return content.ToArray();
        }
        catch (NotSupportedException e)
        {
            whyNot = e.Message;
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
