using Hamf.Models.Data;
using Hamf.Models.Graph;

namespace Hamf.Models.Formats.Importing;

/// <summary>Joins what was found in a set of files into one model, and says why; what is ambiguous is an error that names the option that settles it.</summary>
internal sealed class GraphJoiner(IReadOnlyList<ImportItem> items, ImportOptions options, ImportReport report)
{
    /// <summary>The model.</summary>
    /// <exception cref="ImportException">There is none, or more than one way to join it.</exception>
    public ImportResult Join()
    {
        if (items.OfType<OwnModelItem>().FirstOrDefault() is { } own)
        {
            return JoinOwn(own);
        }

        PartItem model = new ModelChoice(items, report).Choose();
        string[] classes = [.. ((Estimator)model.Part).Classes];
        var names = new NameChoice(items, options, report);
        PartItem[] steps = [.. items.OfType<PartItem>().Where(item => item.Part is Operator)];
        (Estimator estimator, string[]? found) = new StepChain(report).Join(model, steps, names.Listed(((Estimator)model.Part).InputWidth));
        string[] inputs = names.Choose(estimator, found);
        estimator = new LabelChoice(items, options, report).Apply(estimator, inputs);
        int positive = ChoosePositive(model, estimator);
        FeatureInfo[] features = [.. inputs.Select((name, i) => estimator.ReadsText(i) ? FeatureInfo.Text(name) : FeatureInfo.Numeric(name))];
        report.Note($"{model.Place}: {model.ClassName} predicts {(classes.Length == 0 ? "a number" : $"{classes.Length} classes ({string.Join(", ", classes.Take(10))})")} from {features.Length} inputs");
        var graph = new GraphModel(features, estimator, positive);
        return Result(graph, graph.OwnThreshold);
    }

    // Only probabilities need a positive class; a decision value is turned round where the user names the first class.
    private int ChoosePositive(PartItem model, Estimator estimator)
    {
        if (estimator.HasAnomaly && options.Positive is { } wanted && wanted != estimator.Classes[0])
        {
            throw new ImportException(model.Place, $"{model.ClassName} scores how unusual a row is; '{wanted}' cannot be what it looks for", "Leave out --positive");
        }

        bool needsClass = !estimator.HasAnomaly && (estimator.HasProbabilities || options.Positive is not null);
        return needsClass ? PositiveClass.Choose(estimator.Classes, options.Positive, report) : GraphModel.NoPositiveClass;
    }

    private ImportResult JoinOwn(OwnModelItem own)
    {
        if (items.Any(item => item is PartItem or OwnModelItem && item != own))
        {
            throw new ImportException(own.Place, "a model file of Hamf is complete, but other parts of a model were given with it", "Import it alone");
        }

        if (options.Positive is not null || options.Columns.Count > 0 || options.Classes.Count > 0)
        {
            throw new ImportException(own.Place, "a model file of Hamf has its own names and positive class", "Leave out --positive, --classes and --columns");
        }

        report.Note($"{own.Place}: a model of Hamf ({own.Model.Algorithm}) with {own.Model.Features.Count} inputs");
        return Result(own.Model, (own.Model as GraphModel)?.OwnThreshold);
    }

    private ImportResult Result(Model model, double? ownThreshold)
    {
        double threshold = options.Threshold ?? ThresholdInFiles() ?? ownThreshold ?? 0.5;
        return new ImportResult { Model = model, Threshold = threshold, Notes = report.Notes, Warnings = report.Warnings, Libraries = report.Libraries };
    }

    private double? ThresholdInFiles()
    {
        double? threshold = null;
        foreach (NumberItem item in items.OfType<NumberItem>())
        {
            bool isNamedSo = item.Key.Contains("thresh", StringComparison.OrdinalIgnoreCase) || item.Key.Contains("cutoff", StringComparison.OrdinalIgnoreCase);
            if (!isNamedSo)
            {
                report.Note($"{item.Place}: the number {item.Value}, which is not used");
            }
            else if (item.Value is < 0 or > 1)
            {
                report.Warn($"{item.Place} is {item.Value}, which is no threshold of a score between 0 and 1; it is not used (--threshold sets one)");
            }
            else if (threshold is { } other && other != item.Value)
            {
                throw new ImportException(item.Place, $"there are two thresholds, {other} and {item.Value}", "Say which with --threshold");
            }
            else
            {
                threshold = item.Value;
                report.Note($"{item.Place}: the threshold is {item.Value}");
            }
        }

        return threshold;
    }
}
