using Hamf.Models.Graph;

namespace Hamf.Models.Formats.Importing;

/// <summary>Finds the one model among what the files hold.</summary>
internal sealed class ModelChoice(IReadOnlyList<ImportItem> items, ImportReport report)
{
    // What scripts call the model in the dictionary that they save; the first that occurs once wins.
    private static readonly string[] UsualKeys = ["model", "best_model", "final_model", "pipeline", "classifier", "clf"];

    // Objects of these are results and settings kept beside a model; none can be a part of one.
    private static readonly string[] Bystanders =
    [
        "datetime", "pandas", "numpy", "pathlib", "uuid", "decimal", "shap", "collections", "sklearn.metrics", "sklearn.model_selection._split", "sklearn.utils",
    ];

    /// <summary>The model.</summary>
    /// <exception cref="ImportException">There is none, there are several, or something beside it may be a part of it but cannot be imported.</exception>
    public PartItem Choose()
    {
        PartItem[] models = [.. items.OfType<PartItem>().Where(item => item.Part is Estimator).DistinctBy(item => (object?)item.Source ?? item)];
        ForeignItem[] foreign = [.. items.OfType<ForeignItem>().Where(item => !IsBystander(item))];
        if (models.Length == 0)
        {
            throw NoModel(foreign);
        }

        PartItem model = models.Length == 1 ? models[0] : Usual(models);
        foreach (ForeignItem other in foreign)
        {
            throw new ImportException(
                other.Place,
                $"{other.ClassName} stands beside the model and cannot be imported ({other.Why.Message.TrimEnd('.')})",
                $"If the model does not need it, or gets its output from you, import the model alone with --leave-out {other.Key}");
        }

        return model;
    }

    private PartItem Usual(PartItem[] models)
    {
        foreach (string key in UsualKeys)
        {
            if (models.Where(model => model.Key.Equals(key, StringComparison.OrdinalIgnoreCase)).ToArray() is [var only])
            {
                report.Note($"of {models.Length} models {only.Place} was taken, by its key; the others are {string.Join(", ", models.Where(m => m != only).Select(m => m.Place))}");
                return only;
            }
        }

        throw new ImportException(
            string.Empty,
            $"there are {models.Length} models: {string.Join(", ", models.Select(model => $"{model.Place} ({model.ClassName})"))}",
            $"Import one of them: --leave-out {string.Join(',', models.Skip(1).Select(model => model.Key))} takes the first");
    }

    private ImportException NoModel(ForeignItem[] foreign)
    {
        if (foreign.Length > 0)
        {
            return foreign[0].Why;
        }

        PartItem[] steps = [.. items.OfType<PartItem>()];
        return steps.Length > 0
            ? new ImportException(
                string.Empty,
                $"the files hold {string.Join(", ", steps.Select(step => $"{step.ClassName} ({step.Key})"))}, but nothing that predicts",
                "Give the model's file together with them")
            : new ImportException(
                string.Empty,
                items.Count == 0 ? "the files hold no model" : $"the files hold {Describe(items[0])} and no model",
                "Give the file that the trained model was saved to");
    }

    private static string Describe(ImportItem item) => item switch
    {
        LabelsItem => "a label encoder",
        TextsItem texts => $"a list of {texts.Texts.Length} texts",
        NumberItem => "a number",
        ForeignItem other => $"an object of {other.ClassName}",
        _ => "a part",
    };

    private static bool IsBystander(ForeignItem item) => Array.Exists(
        Bystanders, module => item.ClassName.StartsWith(module, StringComparison.Ordinal) && item.ClassName.Length > module.Length && item.ClassName[module.Length] == '.');
}
