using System.Globalization;
using System.Text;
using Hamf.Models.Data;
using Hamf.Models.Formats;
using Hamf.Models.Graph;
using Hamf.Pipeline.Detectors;
using Hamf.Pipeline.Detectors.Inference;
using Hamf.Pipeline.Scoring;

namespace Hamf.Pipeline.Flows.Importing;

/// <summary>Writes the smallest detector that serves a model: a column per input, each its own feature, and the threshold.</summary>
internal static class DetectorFromModel
{
    private const int InputsMax = 5_000;

    /// <summary>The detector.</summary>
    /// <exception cref="ImportException">A detector cannot have such columns; the message says what to do.</exception>
    public static Detector Write(ImportRequest request, ImportResult result)
    {
        if (result.Model.Features.Count > InputsMax)
        {
            throw new ImportException(
                string.Empty, $"the model takes {result.Model.Features.Count} numbers, and an event has at most {InputsMax} columns",
                "Where they come from a text, give the vectorizer together with the model");
        }

        DetectorReading reading = DetectorLoader.Parse(Yaml(request, result), $"detector of {request.Name}");
        return reading.Detector ?? throw new ImportException(
            string.Empty, $"no detector can be made of the model's inputs: {reading.Problems[0].Message}", "Give the inputs other names with --columns, or a detector with --detector");
    }

    private static string Yaml(ImportRequest request, ImportResult result)
    {
        Model model = result.Model;
        bool[] mayMiss = MissingProbe.Ask(model);
        var yaml = new StringBuilder("# Made by importing a model: one column per input, in the model's order. To use columns and features of your own, write a detector\n");
        yaml.Append("# whose features have the names of these columns, and import again with it.\n");
        yaml.Append(CultureInfo.InvariantCulture, $"name: {YamlScalar.Of(request.Name)}\n\nevents:\n  columns:\n");
        for (int i = 0; i < model.Features.Count; i++)
        {
            string type = model.Features[i].Kind == FeatureKind.Numeric ? "number" : "text";
            string declared = mayMiss[i] ? $"{{type: {type}, nullable: true}}" : type;
            yaml.Append(CultureInfo.InvariantCulture, $"    {YamlScalar.Of(ColumnOf(request, model.Features[i]))}: {declared}\n");
        }

        if (request.ColumnOf.Count > 0)
        {
            yaml.Append("\nfeatures:\n");
            foreach (FeatureInfo input in model.Features)
            {
                yaml.Append(CultureInfo.InvariantCulture, $"  {YamlScalar.Of(input.Name)}: {YamlScalar.OfExpression(ColumnExpression.Of(ColumnOf(request, input)))}\n");
            }
        }

        if (ModelOutputs.IsScore(model))
        {
            yaml.Append(CultureInfo.InvariantCulture, $"\ndecision:\n  policy: fixed\n  threshold: {result.Threshold:R}\n");
        }

        return yaml.ToString();
    }

    private static string ColumnOf(ImportRequest request, FeatureInfo input) => request.ColumnOf.GetValueOrDefault(input.Name, input.Name);
}
