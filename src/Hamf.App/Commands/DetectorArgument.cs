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
    public static Task<ModelVersion> FindVersionAsync(
        ParseResult parsed, Argument<string?> folder, Option<string?> model, HomeServices home, CancellationToken cancellation)
    {
        string? folderValue = parsed.GetValue(folder);
        string? modelValue = parsed.GetValue(model);
        if (folderValue is null == modelValue is null)
        {
            throw CommandFailure.Usage("give either a detector folder or --model NAME[@ALIAS|/VERSION]");
        }

        return FindVersionAsync(modelValue ?? Load(folderValue!).Name, home, ModelReference.Champion, cancellation);
    }

    /// <summary>The model version that a text means: <c>NAME</c>, <c>NAME@ALIAS</c>, <c>NAME/VERSION</c> or a URI as MLflow has them.</summary>
    /// <param name="text">What is named.</param>
    /// <param name="home">Where it is.</param>
    /// <param name="bareAlias">The alias that a bare name means.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="CommandFailure">There is no such version.</exception>
    public static async Task<ModelVersion> FindVersionAsync(string text, HomeServices home, string bareAlias, CancellationToken cancellation)
    {
        try
        {
            return await home.ResolveAsync(text, bareAlias, cancellation).ConfigureAwait(false);
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

    /// <summary>Loads the version that <c>--model</c> or the folder names.</summary>
    public static async Task<Scorer> LoadScorerAsync(
        ParseResult parsed, Argument<string?> folder, Option<string?> model, HomeServices home, CancellationToken cancellation) =>
        Scorer.Load(await FindVersionAsync(parsed, folder, model, home, cancellation).ConfigureAwait(false), home.Artifacts);

    private static string Count(int problems) => problems == 1 ? "1 problem" : $"{problems} problems";
}
