using Hamf.Models.Bayes;
using Hamf.Models.Data;
using Hamf.Models.Linear;

namespace Hamf.Models.Formats.Hamf;

/// <summary>The part of a model file that holds one <see cref="AdditiveTerm"/>.</summary>
internal static class TermForm
{
    /// <summary>Keeps an effect of the largest deviation, summed over all features, finite.</summary>
    public const double Limit = 1e200;

    private const byte Linear = 1;
    private const byte Gaussian = 2;

    public static void Write(ModelWriter writer, AdditiveTerm term)
    {
        writer.Byte(term is GaussianTerms ? Gaussian : Linear);
        writer.Doubles(term.MeanEffects);
        switch (term)
        {
            case LinearTerms linear:
                writer.Double(linear.Mean);
                writer.Double(linear.Scale);
                writer.Doubles(linear.Weights);
                break;
            case GaussianTerms gaussian:
                writer.Double(gaussian.Low);
                writer.Double(gaussian.High);
                writer.Doubles(gaussian.Means);
                writer.Doubles(gaussian.Variances);
                break;
        }
    }

    public static AdditiveTerm Read(ref ModelReader reader, FeatureInfo feature, int outputs)
    {
        byte kind = reader.Byte();
        double[] meanEffects = reader.BoundedDoubles(outputs, Limit, "a mean effect");
        return kind switch
        {
            Linear => ReadLinear(ref reader, feature, reader.FiniteDouble("a mean"), reader.FiniteDouble("a scale"), meanEffects),
            Gaussian => ReadGaussian(ref reader, feature, meanEffects),
            _ => throw ModelFault.TooNew($"holds a term of kind {kind}, which this program does not know"),
        };
    }

    /// <summary>The linear term of version 1: one output, the mean effect after the scale.</summary>
    public static AdditiveTerm ReadFirst(ref ModelReader reader, FeatureInfo feature)
    {
        double mean = reader.FiniteDouble("a mean");
        double scale = reader.FiniteDouble("a scale");
        double[] meanEffects = reader.BoundedDoubles(1, Limit, "a mean effect");
        return ReadLinear(ref reader, feature, mean, scale, meanEffects);
    }

    private static LinearTerms ReadLinear(ref ModelReader reader, FeatureInfo feature, double mean, double scale, double[] meanEffects)
    {
        long count = (long)LinearTerms.InputsOf(feature) * meanEffects.Length;
        if (!(scale > 0) || count > int.MaxValue)
        {
            throw ModelFault.Damaged($"feature '{feature.Name}' has a wrong scale or too many weights");
        }

        return new LinearTerms(mean, scale, reader.BoundedDoubles((int)count, Limit, $"a weight of feature '{feature.Name}'"), meanEffects);
    }

    private static GaussianTerms ReadGaussian(ref ModelReader reader, FeatureInfo feature, double[] meanEffects)
    {
        int classes = meanEffects.Length == 1 ? 2 : meanEffects.Length;
        var terms = new GaussianTerms(
            reader.FiniteDouble("a lowest value"), reader.FiniteDouble("a highest value"), reader.Doubles(classes), reader.Doubles(classes), meanEffects);
        bool fits = feature.Kind == FeatureKind.Numeric && terms.Low <= terms.High;

        // A square is largest at an end, so what is finite there is finite between.
        for (int k = 0; k < classes && fits; k++)
        {
            fits = terms.Variances[k] > 0
                && Math.Abs(terms.LogDensity(terms.Low, k)) <= Limit
                && Math.Abs(terms.LogDensity(terms.High, k)) <= Limit;
        }

        return fits ? terms : throw ModelFault.Damaged($"feature '{feature.Name}' has a wrong distribution");
    }
}
