using Hamf.Models.Numerics;

namespace Hamf.Models.Trees;

/// <summary>Applies a <see cref="TreeLink"/>.</summary>
internal static class TreeLinks
{
    /// <summary>Turns the raw outputs of a row into the outputs of the model, in place.</summary>
    public static void Apply(this TreeLink link, Span<double> outputs)
    {
        switch (link)
        {
            case TreeLink.Logistic:
                outputs[0] = LogisticLink.Probability(outputs[0]);
                break;
            case TreeLink.Softmax:
                Softmax(outputs);
                break;
            case TreeLink.Isolation:
                outputs[0] = Math.Exp(-Math.Log(2) * outputs[0]);
                break;
        }
    }

    // The highest is taken off first: the shares stay the same and no power overflows.
    private static void Softmax(Span<double> outputs)
    {
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
