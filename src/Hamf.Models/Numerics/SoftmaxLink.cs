namespace Hamf.Models.Numerics;

/// <summary>Unnormalised log probabilities and probabilities.</summary>
internal static class SoftmaxLink
{
    /// <summary>Turns one row's unnormalised log probabilities into its class probabilities, in place.</summary>
    public static void Apply(Span<double> outputs)
    {
        // The highest is taken off first: the shares stay the same and no power overflows.
        double highest = double.NegativeInfinity;
        foreach (double output in outputs)
        {
            highest = Math.Max(highest, output);
        }

        double sum = 0;
        foreach (ref double output in outputs)
        {
            output = Math.Exp(output - highest);
            sum += output;
        }

        foreach (ref double output in outputs)
        {
            output /= sum;
        }
    }
}
