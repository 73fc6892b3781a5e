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

        return FindVersion(modelValue ?? Load(folderValue!).Name, home);
    }

    /// <summary>The model version that a text means: <c>NAME</c>, <c>NAME@ALIAS</c>, <c>NAME/VERSION</c> or a URI as MLflow has them.</summary>
    /// <param name="text">What is named.</param>
    /// <param name="home">Where it is.</param>
    /// <param name="bareAlias">The alias that a bare name means.</param>
    /// <exception cref="CommandFailure">There is no such version.</exception>
    public static ModelVersion FindVersion(string text, HomeServices home, string bareAlias = ModelReference.Champion)
    {
        try
        {
            return home.Resolver.Resolve(text, bareAlias);
        }
        catch (FormatException e)
        {
            throw CommandFailure.Usage(e.Message);
        }
        catch (KeyNotFoundException e)
        {
            throw CommandFailure.Failed($"in {home.Path} {e.Message}");
        }
    }

    /// <summary>Loads the scorer of <see cref="FindVersion"/>.</summary>
    public static Scorer LoadScorer(ParseResult parsed, Argument<string?> folder, Option<string?> model, HomeServices home) =>
        Scorer.Load(FindVersion(parsed, folder, model, home), home.Artifacts);

    private static string Count(int problems) => problems == 1 ? "1 problem" : $"{problems} problems";
}
