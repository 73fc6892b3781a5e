using System.Globalization;
using Hamf.Models.Graph;

namespace Hamf.Models.Formats.Importing;

/// <summary>Names the classes by what the user says or a label encoder saved with the model; encoders of input columns become steps before it.</summary>
internal sealed class LabelChoice(IReadOnlyList<ImportItem> items, ImportOptions options, ImportReport report)
{
    /// <summary>The estimator with names for its classes, and with the encoders of its columns before it.</summary>
    /// <param name="estimator">What predicts.</param>
    /// <param name="inputs">The names of its inputs.</param>
    /// <exception cref="ImportException">Names do not fit the classes, or an encoder fits nothing.</exception>
    public Estimator Apply(Estimator estimator, string[] inputs)
    {
        LabelsItem[] encoders = [.. items.OfType<LabelsItem>()];
        LabelsItem[] ofColumns = Array.FindAll(encoders, item => inputs.Contains(item.Key));
        estimator = Encode(estimator, inputs, ofColumns);
        LabelsItem[] ofClasses = Array.FindAll(encoders, item => !ofColumns.Contains(item));
        if (options.Classes.Count > 0)
        {
            return Named(estimator, [.. options.Classes], "--classes");
        }

        if (ofClasses.Length > 1)
        {
            throw new ImportException(ofClasses[1].Place, "there are two label encoders that no input is named after", $"Leave out what is not for the classes: --leave-out {ofClasses[1].Key}");
        }

        if (ofClasses is [var encoder])
        {
            return FromEncoder(estimator, encoder);
        }

        TextsItem? list = items.OfType<TextsItem>().FirstOrDefault(item =>
            item.Texts.Length == estimator.Classes.Count && IsCounted(estimator) && item.Key.Contains("class", StringComparison.OrdinalIgnoreCase));
        return list is null ? estimator : Named(estimator, list.Texts, list.Place);
    }

    private Estimator FromEncoder(Estimator estimator, LabelsItem encoder)
    {
        if (estimator.Classes.SequenceEqual(encoder.Labels) || estimator.Classes.Count == 0)
        {
            report.Note($"{encoder.Place}: a label encoder, which the model does not need");
            return estimator;
        }

        return encoder.Labels.Length == estimator.Classes.Count && IsCounted(estimator)
            ? Named(estimator, encoder.Labels, encoder.Place)
            : throw new ImportException(
                encoder.Place,
                $"a label encoder of {encoder.Labels.Length} labels fits neither the {estimator.Classes.Count} classes of the model nor an input by its name",
                $"Import without it: --leave-out {encoder.Key}");
    }

    private RelabeledEstimator Named(Estimator estimator, string[] labels, string source)
    {
        if (labels.Length != estimator.Classes.Count)
        {
            throw new ImportException(string.Empty, $"{source} names {labels.Length} classes, but the model has {estimator.Classes.Count} ({string.Join(", ", estimator.Classes)})");
        }

        report.Note($"{source} names the classes {string.Join(", ", estimator.Classes)}: {string.Join(", ", labels)}");
        return new RelabeledEstimator(estimator, labels);
    }

    private Estimator Encode(Estimator estimator, string[] inputs, LabelsItem[] encoders)
    {
        if (encoders.Length == 0)
        {
            return estimator;
        }

        report.Note($"label encoders turn the texts of {string.Join(", ", encoders.Select(e => e.Key))} into numbers before the model");
        return new PipelineEstimator(
            new PartialOperator(inputs.Length, [.. encoders.Select(e => Array.IndexOf(inputs, e.Key))], new LabelCodeOperator([.. encoders.Select(e => e.Labels)])),
            estimator);
    }

    // Only the codes 0, 1, 2... that an encoder gave can be given back their names.
    private static bool IsCounted(Estimator estimator) =>
        estimator.Classes.Select((label, i) => label == i.ToString(CultureInfo.InvariantCulture) || label == $"{i}.0").All(isCode => isCode);
}
