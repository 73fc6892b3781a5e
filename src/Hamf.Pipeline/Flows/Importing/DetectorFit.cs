using Hamf.Models.Data;
using Hamf.Models.Formats;
using Hamf.Models.Graph;
using Hamf.Pipeline.Detectors;
using Hamf.Pipeline.Features;

namespace Hamf.Pipeline.Flows.Importing;

/// <summary>Fits a model to a detector that exists: its features are the model's inputs, by name, in any order.</summary>
internal static class DetectorFit
{
    private const int MaxNamed = 20;

    /// <summary>The model with its inputs in the order of the detector's features.</summary>
    /// <exception cref="ImportException">Names or kinds differ; all differences are listed.</exception>
    public static Model Fit(Model model, Detector detector)
    {
        FeatureSet features = FeatureSet.Compile(detector);
        string[] computed = [.. features.Specs.Select(spec => spec.Name)];
        string[] read = [.. model.Features.Select(input => input.Name)];
        List<string> faults =
        [
            .. Named("it does not compute", read.Except(computed)),
            .. Named("the model does not read", computed.Except(read)),
            .. Named("it computes a text where the model reads a number:", WithKinds(model, features, FeatureKind.Categorical, FeatureKind.Numeric)),
            .. Named("it computes a number where the model reads a text:", WithKinds(model, features, FeatureKind.Numeric, FeatureKind.Text)),
        ];
        if (faults.Count > 0)
        {
            throw new ImportException(
                string.Empty, $"the features of detector '{detector.Name}' are not the inputs of the model: {string.Join("; ", faults)}",
                "A feature has the name of the input that it is for; rename features in detector.yaml, or inputs with --columns");
        }

        if (read.SequenceEqual(computed))
        {
            return model;
        }

        return model is GraphModel graph ? graph.Reordered(computed) : throw new ImportException(
            string.Empty, $"the features of detector '{detector.Name}' are in another order than the inputs of this model of Hamf", $"Order them {string.Join(", ", read)}");
    }

    private static IEnumerable<string> WithKinds(Model model, FeatureSet features, FeatureKind computed, FeatureKind read) =>
        model.Features.Where(input => input.Kind == read
            && features.Specs.Index().Any(f => f.Item.Name == input.Name && features.Kinds[f.Index] == computed)).Select(input => input.Name);

    private static IEnumerable<string> Named(string fault, IEnumerable<string> names)
    {
        string[] all = [.. names];
        return all.Length == 0 ? [] : [$"{fault} {string.Join(", ", all.Take(MaxNamed))}{(all.Length > MaxNamed ? $" and {all.Length - MaxNamed} more" : "")}"];
    }
}
