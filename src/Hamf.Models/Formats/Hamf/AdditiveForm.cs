using Hamf.Models.Bayes;
using Hamf.Models.Data;
using Hamf.Models.Learning;
using Hamf.Models.Linear;

namespace Hamf.Models.Formats.Hamf;

/// <summary>The part of a model file that holds an <see cref="AdditiveModel"/>.</summary>
internal static class AdditiveForm
{
    private const byte Logistic = 1;
    private const byte GaussianBayes = 2;
    private const byte MultinomialBayes = 3;

    public static void Write(ModelWriter writer, AdditiveModel model)
    {
        writer.Byte(model switch
        {
            LogisticModel => Logistic,
            NaiveBayesModel { IsMultinomial: false } => GaussianBayes,
            _ => MultinomialBayes,
        });
        writer.Int(model.OutputCount);
        writer.Doubles(model.Intercepts);
        writer.Doubles(model.Importance());
        foreach (AdditiveTerm term in model.Terms)
        {
            TermForm.Write(writer, term);
        }
    }

    public static AdditiveModel Read(ref ModelReader reader, FeatureInfo[] features)
    {
        byte algorithm = reader.Byte();
        int outputs = reader.Count(8, "outputs");
        if (outputs is < 1 or > TrainingSetCheck.MaxClasses)
        {
            throw ModelFault.Damaged($"there cannot be {outputs} outputs");
        }

        double[] intercepts = reader.BoundedDoubles(outputs, TermForm.Limit, "an intercept");
        double[] importance = FeaturesForm.ReadImportance(ref reader, features.Length);
        var terms = new AdditiveTerm[features.Length];
        for (int f = 0; f < terms.Length; f++)
        {
            terms[f] = TermForm.Read(ref reader, features[f], outputs);
        }

        return algorithm switch
        {
            Logistic => new LogisticModel(features, intercepts, terms, importance),
            GaussianBayes or MultinomialBayes =>
                new NaiveBayesModel(features, intercepts, terms, importance) { IsMultinomial = algorithm == MultinomialBayes },
            _ => throw ModelFault.TooNew($"holds an additive model of kind {algorithm}, which this program does not know"),
        };
    }

    /// <summary>The logistic regression of version 1: one output, linear terms.</summary>
    public static LogisticModel ReadFirst(ref ModelReader reader, FeatureInfo[] features)
    {
        double[] intercepts = reader.BoundedDoubles(1, TermForm.Limit, "the intercept");
        double[] importance = FeaturesForm.ReadImportance(ref reader, features.Length);
        var terms = new AdditiveTerm[features.Length];
        for (int f = 0; f < terms.Length; f++)
        {
            terms[f] = TermForm.ReadFirst(ref reader, features[f]);
        }

        return new LogisticModel(features, intercepts, terms, importance);
    }
}
