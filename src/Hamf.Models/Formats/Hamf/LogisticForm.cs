using Hamf.Models.Data;
using Hamf.Models.Linear;

namespace Hamf.Models.Formats.Hamf;

/// <summary>The part of a model file that holds a <see cref="LogisticModel"/>.</summary>
internal static class LogisticForm
{
    public static void Write(ModelWriter writer, LogisticModel model)
    {
        writer.Double(model.Intercept);
        writer.Doubles(model.Importance());
        foreach (LinearTerms term in model.Terms)
        {
            writer.Double(term.Mean);
            writer.Double(term.Scale);
            writer.Double(term.MeanEffect);
            writer.Doubles(term.Weights);
        }
    }

    public static LogisticModel Read(ref ModelReader reader, FeatureInfo[] features)
    {
        double intercept = reader.FiniteDouble("the intercept");
        double[] importance = TreeForm.ReadImportance(ref reader, features.Length);
        var terms = new LinearTerms[features.Length];
        for (int f = 0; f < terms.Length; f++)
        {
            double mean = reader.FiniteDouble("a mean");
            double scale = reader.FiniteDouble("a scale");
            double meanEffect = reader.FiniteDouble("a mean effect");
            double[] weights = reader.Doubles(features[f].Kind == FeatureKind.Numeric ? 2 : features[f].UnseenCode + 1);

            // The limit keeps weight times the largest deviation, summed over all features, finite.
            if (!(scale > 0) || weights.Any(w => !(Math.Abs(w) <= 1e200)))
            {
                throw new InvalidDataException($"The model file is damaged: feature '{features[f].Name}' has a wrong scale or weight.");
            }

            terms[f] = new LinearTerms(mean, scale, weights, meanEffect);
        }

        return new LogisticModel(features, intercept, terms, importance);
    }
}
