namespace Hamf.Models.Numerics;

/// <summary>The links of XGBoost, in its own precision: its labels compare floats, so that a log-odds just above 0 is still an even chance.</summary>
internal static class SingleLinks
{
    /// <summary>The probability of the given log-odds, in [0, 1].</summary>
    public static float Logistic(float logOdds) => 1 / (1 + MathF.Exp(-logOdds));

    /// <summary>Turns one row's unnormalised log probabilities into its class probabilities, in place. The powers are added as doubles.</summary>
    public static void Softmax(Span<double> outputs)
    {
        float highest = float.NegativeInfinity;
        foreach (double output in outputs)
        {
            highest = Math.Max(highest, (float)output);
        }

        double sum = 0;
        foreach (ref double output in outputs)
        {
            output = MathF.Exp((float)output - highest);
            sum += output;
        }

        foreach (ref double output in outputs)
        {
            output = (float)output / (float)sum;
        }
    }
}
