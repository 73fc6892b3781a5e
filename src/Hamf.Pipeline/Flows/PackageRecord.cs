using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Packaging;

namespace Hamf.Pipeline.Flows;

/// <summary>Puts the model folder that MLflow's clients load among a run's artifacts.</summary>
internal sealed class PackageRecord(IRunStore runs, IArtifactStore artifacts)
{
    private const string NoOnnxTag = "no_onnx";

    /// <summary>Stores the folder; the bundle and the detector are only named in it, their bytes are there. A tag says why there is no ONNX file.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="bundle">The model and its threshold.</param>
    /// <param name="bundleFile">The stored bundle.</param>
    /// <param name="detectorFile">The stored detector.</param>
    public void Store(string runId, ModelBundle bundle, StoredFile bundleFile, StoredFile detectorFile)
    {
        runs.AddArtifact(runId, Named(ModelPackage.BundleName), bundleFile.Digest, bundleFile.Size);
        runs.AddArtifact(runId, Named(ModelPackage.DetectorName), detectorFile.Digest, detectorFile.Size);
        ModelPackage package = ModelPackage.Of(bundle, bundleFile.Size, runId, runs.Find(runId)!.StartedAt);
        foreach (PackageFile file in package.Files)
        {
            runs.AddArtifact(runId, Named(file.Name), artifacts.Put(file.Content), file.Content.Length);
        }

        if (package.WhyNotOnnx is { } reason)
        {
            runs.Log(runId, TrainRecord.NoParameters, TrainRecord.NoMetrics, new Dictionary<string, string> { [NoOnnxTag] = reason });
        }
    }

    private static string Named(string name) => $"{ModelPackage.Folder}/{name}";
}

/// <summary>Bytes in the artifact store.</summary>
/// <param name="Digest">Their SHA-256.</param>
/// <param name="Size">How many.</param>
internal readonly record struct StoredFile(string Digest, long Size);
