using Hamf.Models.Graph;

namespace Hamf.Models.Formats.Importing;

/// <summary>Puts the transformers of a set before its model, nearest first, where the number of columns or their names say that they belong there.</summary>
internal sealed class StepChain(ImportReport report)
{
    // What stands nearest to a model when several steps would fit: reductions, then scalers; imputers and encoders stand far from it.
    private static readonly string[][] Stages =
    [
        ["Vectorizer"], ["Imputer", "Encoder", "Binarizer"], [], ["Scaler", "Normalizer", "Transformer"], ["PCA", "SVD", "Select", "Threshold"],
    ];

    /// <summary>The model with the steps before it.</summary>
    /// <param name="model">What predicts.</param>
    /// <param name="steps">The transformers found beside it.</param>
    /// <param name="known">Names given for the inputs, or null.</param>
    /// <returns>The joined estimator and the names of its inputs, null where nothing names them.</returns>
    /// <exception cref="ImportException">A step fits nowhere, or the order of two cannot be told.</exception>
    public (Estimator Estimator, string[]? Names) Join(PartItem model, IReadOnlyList<PartItem> steps, string[]? known)
    {
        var estimator = (Estimator)model.Part;
        string[]? names = model.Names;
        List<PartItem> waiting = [.. steps.Where(step => !IsInside(step, model))];
        while (waiting.Count > 0)
        {
            PartItem? next = Nearest(waiting.FindAll(step => ((Operator)step.Part).OutputWidth == estimator.InputWidth));
            if (next is not null)
            {
                (estimator, names) = Prepend(next, estimator, names);
            }
            else
            {
                next = waiting.Find(step => Places(step, names ?? known, estimator.InputWidth) is not null) ?? throw Misfit(waiting[0], model, estimator.InputWidth);
                int[] places = Places(next, names ?? known, estimator.InputWidth)!;
                estimator = new PipelineEstimator(new PartialOperator(estimator.InputWidth, places, (Operator)next.Part), estimator);
                report.Note($"{next.Place}: {next.ClassName} stands before the model for {places.Length} of its columns, by their names");
            }

            waiting.Remove(next);
        }

        return (estimator, names);
    }

    private (Estimator Estimator, string[]? Names) Prepend(PartItem step, Estimator estimator, string[]? names)
    {
        var operation = (Operator)step.Part;
        report.Note($"{step.Place}: {step.ClassName} stands before the model: it gives the {operation.OutputWidth} columns that come next");
        if (names is not null && step.Names is not null && names.SequenceEqual(step.Names))
        {
            report.Warn($"the model and {step.ClassName} ({step.Key}) were fitted on columns of the same names, so perhaps the model was fitted on columns as they are; if so, import with --leave-out {step.Key}");
        }

        bool isOneToOne = Enumerable.Range(0, operation.OutputWidth).All(i => operation.SourceOf(i) == i) && operation.InputWidth == operation.OutputWidth;
        return (new PipelineEstimator(operation, estimator), step.Names ?? (isOneToOne ? names : null));
    }

    private bool IsInside(PartItem step, PartItem model)
    {
        bool isInside = step.Source is not null && model.Source is not null && ReferencesOf(model.Source).Contains(step.Source);
        if (isInside)
        {
            report.Note($"{step.Place}: {step.ClassName} is a step inside the model already");
        }

        return isInside;
    }

    // The same object stands in both places when a pipeline and one of its steps were saved together.
    private static HashSet<object> ReferencesOf(Pickle.PyObject model)
    {
        HashSet<object> found = new(ReferenceEqualityComparer.Instance);
        foreach (Pickle.PyValue step in (model["steps"] as Pickle.PyList)?.Items ?? [])
        {
            if (step is Pickle.PyTuple { Items: [_, var inner] })
            {
                found.Add(inner);
            }
        }

        return found;
    }

    private static PartItem? Nearest(List<PartItem> fitting)
    {
        PartItem[] best = [.. fitting.GroupBy(StageOf).OrderByDescending(stage => stage.Key).FirstOrDefault() ?? Enumerable.Empty<PartItem>()];
        return best.Length < 2 ? best.FirstOrDefault() : throw new ImportException(
            string.Empty,
            $"{best[0].Key} ({best[0].ClassName}) and {best[1].Key} ({best[1].ClassName}) would both fit before the model, and which comes first cannot be told",
            $"Leave one out with --leave-out {best[1].Key}, or save them as one Pipeline");
    }

    private static int StageOf(PartItem step)
    {
        int stage = Array.FindIndex(Stages, names => Array.Exists(names, name => step.ClassName.Contains(name, StringComparison.Ordinal)));
        return stage < 0 ? 2 : stage;
    }

    private static int[]? Places(PartItem step, string[]? names, int width)
    {
        var operation = (Operator)step.Part;
        if (names?.Length != width || step.Names is null || operation.InputWidth != step.Names.Length || operation.OutputWidth != step.Names.Length)
        {
            return null;
        }

        int[] places = Array.ConvertAll(step.Names, name => Array.IndexOf(names, name));
        return places.Contains(-1) || places.Distinct().Count() < places.Length ? null : places;
    }

    private static ImportException Misfit(PartItem step, PartItem model, int width)
    {
        var operation = (Operator)step.Part;
        return new ImportException(
            step.Place,
            $"{step.ClassName} takes {operation.InputWidth} columns and gives {operation.OutputWidth}, but {model.ClassName} ({model.Key}) takes {width}, and no names say which",
            $"Import without it by --leave-out {step.Key}, or save both as one Pipeline (with a ColumnTransformer where it is for some columns only)");
    }
}
