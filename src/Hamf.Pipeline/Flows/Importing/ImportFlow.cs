using System.Security.Cryptography;
using System.Text;
using Hamf.Models.Formats;
using Hamf.Pipeline.Detectors;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Packaging;
using Hamf.Pipeline.Scoring;

namespace Hamf.Pipeline.Flows.Importing;

/// <summary>Registers a model that was trained elsewhere, so that it is served and scored like any other. Thread-safe.</summary>
public sealed class ImportFlow(IRunStore runs, IModelStore models, IArtifactStore artifacts)
{
    /// <summary>Reads the files, fits the model to its detector and registers it; a model that was imported before is found again.</summary>
    /// <param name="request">The files and what is known about them.</param>
    /// <param name="cancellation">Stops; nothing is registered.</param>
    /// <exception cref="ImportException">The files hold no model that can be imported, or it does not fit; nothing was stored.</exception>
    public ImportOutcome Import(ImportRequest request, CancellationToken cancellation)
    {
        (ImportResult result, Detector detector) = PreparedImport.Read(request, cancellation);
        bool hasScore = ModelOutputs.IsScore(result.Model);
        if (request.Alias is ModelReference.Champion && !hasScore)
        {
            throw new ImportException(string.Empty, $"the model gives {ModelOutputs.Describe(result.Model)}, not a score between 0 and 1, so it cannot be champion", "Say which class is positive with --positive, or import without --alias champion");
        }

        (string Name, string Digest)[] files = [.. request.Files.Select((file, i) => (NameOf(request.Files, i), Convert.ToHexStringLower(SHA256.HashData(file.Content.Span))))];
        string fingerprint = ImportFingerprint.Of(request, files.Select(file => file.Digest));
        cancellation.ThrowIfCancellationRequested();
        ModelVersion? known = FindKnown(request.Name, fingerprint);
        ModelVersion version = known ?? Register(request, result, detector, files, fingerprint);
        if (request.Alias is { } alias && !version.Aliases.Contains(alias))
        {
            models.SetAlias(version.Name, alias, version.Version, request.Actor, "imported with this alias");
        }

        return new ImportOutcome
        {
            Version = models.Find(new ModelReference(version.Name, null, version.Version)) ?? version,
            IsKnown = known is not null,
            Result = result,
            Warnings = hasScore ? result.Warnings : [.. result.Warnings, $"the model gives {ModelOutputs.Describe(result.Model)}, not a score between 0 and 1: it can predict in full, but not serve"],
        };
    }

    /// <summary>Removes the original files of an imported version; the model itself, their names and digests stay.</summary>
    /// <returns>How many files were removed; 0 when there are none.</returns>
    public int RemoveOriginals(ModelVersion version)
    {
        string[] paths = runs.Find(version.RunId)?.Artifacts.Keys.Where(path => path.StartsWith(ImportRecord.OriginalsFolder, StringComparison.Ordinal)).ToArray() ?? [];
        foreach (string path in paths)
        {
            string digest = runs.Find(version.RunId)!.Artifacts[path];
            if (runs.RemoveArtifact(version.RunId, path))
            {
                artifacts.Remove(digest);
            }
        }

        if (paths.Length > 0)
        {
            runs.Log(version.RunId, TrainRecord.NoParameters, TrainRecord.NoMetrics, new Dictionary<string, string> { [ImportRecord.RemovedTag] = "true" });
        }

        return paths.Length;
    }

    private ModelVersion? FindKnown(string name, string fingerprint) => models.List(name).FirstOrDefault(version =>
        runs.Find(version.RunId) is { } run && run.Tags.GetValueOrDefault(ImportRecord.FingerprintTag) == fingerprint);

    private ModelVersion Register(
        ImportRequest request, ImportResult result, Detector detector, (string Name, string Digest)[] files, string fingerprint)
    {
        bool hasScore = ModelOutputs.IsScore(result.Model);
        string runId = runs.Start(request.Name, $"import of {files[0].Name}");
        try
        {
            StoredFile bundle = Store(runId, "model.hamf", new ModelBundle(result.Model, result.Threshold).ToBytes());
            for (int i = 0; i < files.Length; i++)
            {
                Store(runId, ImportRecord.OriginalsFolder + files[i].Name, request.Files[i].Content.Span);
            }

            Store(runId, "import.json", ImportRecord.Json(result, files));
            Store(runId, "import.txt", Encoding.UTF8.GetBytes(ImportRecord.Text(result, files)));
            StoredFile yaml = Store(runId, ModelPackage.DetectorName, Encoding.UTF8.GetBytes(detector.Yaml));
            new PackageRecord(runs, artifacts).Store(runId, new ModelBundle(result.Model, result.Threshold), bundle, yaml);
            runs.Log(runId, ImportRecord.Parameters(result), TrainRecord.NoMetrics, ImportRecord.Tags(result, files, fingerprint));
            ModelVersion version = models.Register(
                new ModelVersion
                {
                    Name = request.Name,
                    Version = 0,
                    CreatedAt = default,
                    RunId = runId,
                    BundleDigest = bundle.Digest,
                    DetectorYaml = detector.Yaml,
                    Metrics = hasScore ? new Dictionary<string, double> { ["threshold"] = result.Threshold } : TrainRecord.NoMetrics,
                },
                hasScore);
            runs.End(runId, RunStatus.Finished);
            return version;
        }
        catch (Exception e)
        {
            runs.Log(runId, TrainRecord.NoParameters, TrainRecord.NoMetrics, new Dictionary<string, string> { ["error"] = e.Message });
            runs.End(runId, RunStatus.Failed);
            throw;
        }
    }

    private StoredFile Store(string runId, string path, ReadOnlySpan<byte> content)
    {
        string digest = artifacts.Put(content);
        runs.AddArtifact(runId, path, digest, content.Length);
        return new StoredFile(digest, content.Length);
    }

    // The name becomes a path inside the run and is shown on pages; folders and what cannot be printed are of no use there. Files of one name are numbered.
    private static string NameOf(IReadOnlyList<ImportFile> files, int index)
    {
        string name = BareName(files[index].Name);
        return files.Take(index).Any(other => BareName(other.Name) == name) ? $"{index}-{name}" : name;
    }

    private static string BareName(string path)
    {
        string bare = path[(path.LastIndexOfAny(['/', '\\']) + 1)..];
        string name = string.Concat(bare.Where(c => !char.IsControl(c) && !char.IsSurrogate(c)).Take(100));
        return name.Trim('.', ' ').Length == 0 ? "model" : name;
    }
}
