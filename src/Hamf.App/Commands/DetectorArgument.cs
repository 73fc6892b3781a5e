using System.CommandLine;
using Hamf.App.Wiring;
using Hamf.Pipeline.Detectors;
using Hamf.Pipeline.Flows;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Scoring;

namespace Hamf.App.Commands;

/// <summary>Finds the detector or the model version that a verb was told to use.</summary>
internal static class DetectorArgument
{
    /// <summary>Reads a detector folder.</summary>
    /// <exception cref="CommandFailure">It has problems; all are printed.</exception>
    public static Detector Load(string folder)
    {
        DetectorReading reading = DetectorLoader.Load(folder);
        return reading.Detector ?? throw CommandFailure.Usage(string.Join(
            Environment.NewLine,
            reading.Problems.Select(p => p.ToString()).Prepend($"the detector in '{folder}' has {Count(reading.Problems.Count)}:")));
    }

    /// <summary>The model version named by <c>--model</c>, or the champion of the detector in the folder.</summary>
    public static ModelVersion FindVersion(ParseResult parsed, Argument<string?> folder, Option<string?> model, HomeServices home)
    {
        string? folderValue = parsed.GetValue(folder);
        string? modelValue = parsed.GetValue(model);
        if (folderValue is null == modelValue is null)
        {
            throw CommandFailure.Usage("give either a detector folder or --model NAME[@ALIAS|/VERSION]");
        }

        if (modelValue is not null)
        {
            return ModelReference.TryParse(modelValue, out ModelReference reference)
                ? Find(reference, home)
                : throw CommandFailure.Usage($"--model: '{modelValue}' is not NAME, NAME@ALIAS or NAME/VERSION");
        }

        string name = Load(folderValue!).Name;
        return Find(new ModelReference(name, ModelReference.Champion, null), home);
    }

    /// <summary>Loads the scorer of <see cref="FindVersion"/>.</summary>
    public static Scorer LoadScorer(ParseResult parsed, Argument<string?> folder, Option<string?> model, HomeServices home) =>
        Scorer.Load(FindVersion(parsed, folder, model, home), home.Artifacts);

    private static ModelVersion Find(ModelReference reference, HomeServices home)
    {
        if (home.Models.Find(reference) is { } version)
        {
            return version;
        }

        string[] known = home.Models.List(null).Select(v => $"{v.Name}/{v.Version}").Take(10).ToArray();
        string hint = known.Length == 0 ? "none is registered there; run 'hamf train' first" : $"registered are {string.Join(", ", known)}";
        throw CommandFailure.Failed($"no model '{reference}' in {home.Path}: {hint}");
    }

    private static string Count(int problems) => problems == 1 ? "1 problem" : $"{problems} problems";
}
