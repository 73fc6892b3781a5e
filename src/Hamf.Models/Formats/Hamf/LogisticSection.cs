using Hamf.Models.Data;
using Hamf.Models.Linear;

namespace Hamf.Models.Formats.Hamf;

/// <summary>The inputs and coefficients of a logistic regression; see docs/formats/model.md.</summary>
internal static class LogisticSection
{
    public static void Write(BodyWriter body, LogisticModel model)
    {
        foreach (NumericInput input in model.Inputs.Numeric)
        {
            body.Double(input.Mean);
            body.Double(input.Spread == 0 ? 1 : input.Spread);
            body.UInt32(input.Indicator > 0 ? 1u : 0u);
        }

        body.Double(model.Intercept);
        body.Count(model.Coefficients.Length);
        body.Doubles(model.Coefficients);
        body.Doubles(model.Means);
        body.Doubles(model.Spreads);
    }

    public static LogisticModel Read(ref BodyReader reader, FeatureInfo[] features)
    {
        var moments = new NumericInput[features.Length];
        var hasIndicator = new bool[features.Length];
        for (int f = 0; f < features.Length; f++)
        {
            double[] moment = reader.Doubles(2, "a mean or spread");
            Require(double.IsFinite(moment[0]) && double.IsFinite(moment[1]) && moment[1] > 0, $"a spread of {moment[1]}");
            moments[f] = new NumericInput(0, moment[0], moment[1], -1);
            hasIndicator[f] = reader.UInt32() != 0;
        }

        LinearInputs inputs = LinearInputs.Arrange(features, moments, hasIndicator);
        double intercept = reader.Doubles(1, "an intercept")[0];
        int count = reader.Count(8, "coefficients");
        Require(count == inputs.Count, $"{count} coefficients for {inputs.Count} inputs");
        double[] coefficients = reader.Doubles(count, "a coefficient");
        double[] means = reader.Doubles(features.Length, "a mean contribution");
        double[] spreads = reader.Doubles(features.Length, "a spread of contributions");
        Require(
            double.IsFinite(intercept) && coefficients.All(double.IsFinite) && means.All(double.IsFinite) && spreads.All(s => double.IsFinite(s) && s >= 0),
            "a coefficient that is not finite");
        return new LogisticModel(features, inputs, intercept, coefficients, means, spreads);
    }

    private static void Require(bool holds, string found)
    {
        if (!holds)
        {
            throw new InvalidDataException($"The model file is not sane: it has {found}.");
        }
    }
}
