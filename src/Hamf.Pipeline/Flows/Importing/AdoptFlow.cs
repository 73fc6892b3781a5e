using Hamf.Models.Formats;
using Hamf.Pipeline.Detectors;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Artifacts;
using Hamf.Pipeline.Registry.Packaging;

namespace Hamf.Pipeline.Flows.Importing;

/// <summary>
/// Makes a version that an MLflow client has registered one that Hamf scores with: reads its files as data, fits the model to the detector of its name
/// where there is one, and keeps the bundle. What cannot be read is marked with the reason. Thread-safe.
/// </summary>
public sealed class AdoptFlow(IRegistryStore registry, IModelStore models, ArtifactSpaces spaces, IArtifactStore blobs)
{
    /// <summary>The tag of a version that names the keys which its detector came with and lost.</summary>
    public const string TakenOutTag = "hamf.taken_out_of_detector";

    /// <summary>Adopts a version; one that was adopted before stays as it is.</summary>
    /// <param name="name">The registered model.</param>
    /// <param name="version">The version.</param>
    /// <param name="cancellation">Stops; nothing is changed.</param>
    /// <returns>Null when Hamf can score with it now, else why not.</returns>
    /// <exception cref="RegistryException">There is no such version.</exception>
    public async Task<string?> AdoptAsync(string name, int version, CancellationToken cancellation)
    {
        RegisteredVersion found = registry.FindVersion(name, version)
            ?? throw RegistryException.Missing($"There is no model version {name}/{version}.");
        if (found.BundleDigest is not null)
        {
            return null;
        }

        try
        {
            ModelFolder folder = await ModelFolder.ReadAsync(spaces, found.StorageLocation, cancellation).ConfigureAwait(false);
            (byte[] bundle, string detector) = folder.Choice.Flavor == ModelPackage.OwnFlavor
                ? Open(folder, name, version)
                : Import(folder, name, cancellation);
            registry.Adopt(name, version, blobs.Put(bundle), detector);
            return null;
        }
        catch (Exception e) when (e is ImportException or InvalidDataException)
        {
            registry.MarkUnreadable(name, version, e.Message);
            return e.Message;
        }
    }

    // A copy of what this home has trained or taken in keeps its detector to the letter; one from elsewhere loses what it may not have, and says so.
    private (byte[] Bundle, string Detector) Open(ModelFolder folder, string name, int version)
    {
        OwnPackage package = OwnPackage.Open(folder);
        IReadOnlyList<string> takenOut = package.Detector.TakenOut;
        if (takenOut.Count == 0 || models.List(null).Any(known => known.DetectorYaml == package.Given))
        {
            return (package.Bundle, package.Given);
        }

        registry.SetVersionTag(name, version, TakenOutTag, string.Join(" ", takenOut));
        return (package.Bundle, package.Detector.Detector.Yaml);
    }

    private (byte[] Bundle, string Detector) Import(ModelFolder folder, string name, CancellationToken cancellation)
    {
        ImportRequest request = WithColumns(new ImportRequest { Name = name, Files = folder.Files, Actor = "registry" }, folder, cancellation);
        PreparedImport import = PreparedImport.Read(request, cancellation);
        if (FittingDetector(name, import.Result.Model) is { } detector)
        {
            import = PreparedImport.Read(request with { Detector = detector }, cancellation);
        }

        return (new ModelBundle(import.Result.Model, import.Result.Threshold).ToBytes(), import.Detector.Yaml);
    }

    // The signature names the columns of a model that was fitted without names.
    private static ImportRequest WithColumns(ImportRequest request, ModelFolder folder, CancellationToken cancellation)
    {
        string[] columns = [.. folder.Model.Inputs.Select(column => column.Name)];
        ImportResult plain = ModelImport.Read(request.Files, request.Options, cancellation);
        bool isNamed = columns.Length == plain.Model.Features.Count
            && columns.All(column => column.Length > 0)
            && columns.Distinct(StringComparer.Ordinal).Count() == columns.Length;
        bool isSame = columns.Order(StringComparer.Ordinal).SequenceEqual(plain.Model.Features.Select(f => f.Name).Order(StringComparer.Ordinal));
        return isNamed && !isSame && plain.Model.Features.Select((f, i) => IsCounted(f.Name, i)).All(counted => counted)
            ? request with { Options = request.Options with { Columns = columns } }
            : request;
    }

    // What importers call the inputs of a model that names none.
    private static bool IsCounted(string name, int index) =>
        name == FormattableString.Invariant($"f{index}") || name == FormattableString.Invariant($"x{index}") || name == FormattableString.Invariant($"feature_{index}")
        || name == FormattableString.Invariant($"Column_{index}") || name == FormattableString.Invariant($"{index}");

    // A challenger of a detector that has features of its own is one for that detector only if it reads just these.
    private Detector? FittingDetector(string name, Models.Graph.Model model)
    {
        ModelVersion? champion = models.Find(new ModelReference(name, ModelReference.Champion, null));
        if (champion is null || DetectorFile.Parse(champion.DetectorYaml, $"detector of {name}").Detector is not { } detector)
        {
            return null;
        }

        try
        {
            DetectorFit.Fit(model, detector);
            return detector;
        }
        catch (ImportException)
        {
            return null;
        }
    }
}
