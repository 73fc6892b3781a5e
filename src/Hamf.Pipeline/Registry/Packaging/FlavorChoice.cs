namespace Hamf.Pipeline.Registry.Packaging;

/// <summary>Which file of a model folder is read: of its flavours the one that keeps most of the model and needs no code to be run.</summary>
/// <param name="File">Path in the folder.</param>
/// <param name="Flavor">The flavour it belongs to.</param>
public sealed record FlavorChoice(string File, string Flavor)
{
    // A flavour's setting that names its file, by preference.
    private static readonly (string Flavor, string Setting)[] Known =
    [
        (ModelPackage.OwnFlavor, "data"),
        ("onnx", "data"),
        ("xgboost", "data"),
        ("lightgbm", "data"),
        ("catboost", "data"),
        ("sklearn", "pickled_model"),
    ];

    /// <summary>Chooses.</summary>
    /// <param name="model">The folder's MLmodel.</param>
    /// <param name="why">Why nothing can be read, in a sentence, or null.</param>
    /// <returns>The choice, or null.</returns>
    public static FlavorChoice? Choose(MlModel model, out string? why)
    {
        why = null;
        foreach ((string flavor, string setting) in Known)
        {
            if (!model.Flavors.TryGetValue(flavor, out IReadOnlyDictionary<string, string>? settings))
            {
                continue;
            }

            if (settings.GetValueOrDefault("serialization_format") is "skops")
            {
                why = "The model is saved in the skops format, which Hamf does not read; log it with serialization_format='pickle' or as ONNX.";
                continue;
            }

            if (settings.GetValueOrDefault(setting) is { Length: > 0 } file)
            {
                why = null;
                return new FlavorChoice(file, flavor);
            }

            why = $"The flavor {flavor} of MLmodel does not say which file it is in ({setting}).";
        }

        why ??= $"Its flavors ({string.Join(", ", model.Flavors.Keys.Order(StringComparer.Ordinal))}) can only be loaded by running code of their own; "
            + "log it with one of onnx, xgboost, lightgbm, catboost or sklearn.";
        return null;
    }
}
