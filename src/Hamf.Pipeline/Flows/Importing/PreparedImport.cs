using System.Text.RegularExpressions;
using Hamf.Models.Formats;
using Hamf.Pipeline.Detectors;
using Hamf.Pipeline.Features;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Scoring;

namespace Hamf.Pipeline.Flows.Importing;

/// <summary>Foreign files made into a model that fits its detector; nothing is stored yet.</summary>
/// <param name="Result">The model and how it was found.</param>
/// <param name="Detector">The detector it fits: the one given, or one made of its inputs.</param>
internal sealed partial record PreparedImport(ImportResult Result, Detector Detector)
{
    /// <summary>Reads the files and fits the model.</summary>
    /// <param name="request">The files and what is known about them.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="ImportException">The files hold no model that can be imported, or it does not fit.</exception>
    public static PreparedImport Read(ImportRequest request, CancellationToken cancellation)
    {
        CheckNames(request);
        ImportResult result = ModelImport.Read(request.Files, request.Options, cancellation);
        CheckColumns(request, result);
        result = FitTo(request, result, out Detector detector);
        Scorer.CheckFit(request.Name, FeatureSet.Compile(detector), result.Model.Features);
        return new PreparedImport(
            request.Background is { } background ? result with { Model = BackgroundRows.Apply(result.Model, detector, background, cancellation) } : result,
            detector);
    }

    private static void CheckNames(ImportRequest request)
    {
        if (!ModelName().IsMatch(request.Name))
        {
            throw new ImportException(string.Empty, $"'{request.Name}' is no name for a model", "Use 1 to 64 letters, digits, - and _, the first a letter or digit");
        }

        if (request.Detector is { } detector && detector.Name != request.Name)
        {
            throw new ImportException(string.Empty, $"the detector is called '{detector.Name}', the model '{request.Name}'", "A model has the name of its detector; leave out --name");
        }

        if (request.Alias is { } alias && (!ModelName().IsMatch(alias) || AliasNames.IsReserved(alias)))
        {
            throw new ImportException(string.Empty, $"'{alias}' is no alias", "Use 1 to 64 letters, digits, - and _, such as champion; latest and v1 mean versions already");
        }
    }

    private static void CheckColumns(ImportRequest request, ImportResult result)
    {
        if (request.ColumnOf.Count > 0 && request.Detector is not null)
        {
            throw new ImportException(string.Empty, "columns were mapped to inputs, but a detector was given, whose features say that already", "Leave out --map");
        }

        if (request.ColumnOf.Keys.FirstOrDefault(input => result.Model.Features.All(f => f.Name != input)) is { } unknown)
        {
            throw new ImportException(string.Empty, $"'{unknown}' is no input of the model", $"Its inputs are {string.Join(", ", result.Model.Features.Take(40).Select(f => f.Name))}");
        }
    }

    // A threshold in the detector was decided on by people; one from the files or the library is only a default.
    private static ImportResult FitTo(ImportRequest request, ImportResult result, out Detector detector)
    {
        if (request.Detector is not { } given)
        {
            detector = DetectorFromModel.Write(request, result);
            return result;
        }

        detector = given;
        bool isDecided = given.Decision.Policy == DecisionPolicy.Fixed && request.Options.Threshold is null;
        return result with { Model = DetectorFit.Fit(result.Model, given), Threshold = isDecided ? given.Decision.Threshold : result.Threshold };
    }

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9_-]{0,63}\z")]
    private static partial Regex ModelName();
}
