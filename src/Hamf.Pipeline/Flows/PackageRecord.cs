using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Packaging;

namespace Hamf.Pipeline.Flows;

/// <summary>Puts the model folder that MLflow's clients load among a run's artifacts.</summary>
internal sealed class PackageRecord(IRunStore runs, IArtifactStore artifacts)
{
    /// <summary>Stores the folder; the bundle and the detector are only named in it, their bytes are there.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="bundle">The model and its threshold.</param>
    /// <param name="bundleDigest">The stored bundle.</param>
    /// <param name="detectorDigest">The stored detector.</param>
    public void Store(string runId, ModelBundle bundle, string bundleDigest, string detectorDigest)
    {
        runs.AddArtifact(runId, Named(ModelPackage.BundleName), bundleDigest);
        runs.AddArtifact(runId, Named(ModelPackage.DetectorName), detectorDigest);
        long size = artifacts.Read(bundleDigest, content => (long)content.Length);
        foreach (PackageFile file in ModelPackage.Files(bundle, size, runId, runs.Find(runId)!.StartedAt))
        {
            runs.AddArtifact(runId, Named(file.Name), artifacts.Put(file.Content));
        }
    }

    private static string Named(string name) => $"{ModelPackage.Folder}/{name}";
}
