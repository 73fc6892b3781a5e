using Hamf.Models.Numerics;

namespace Hamf.Models.Trees;

/// <summary>Applies a <see cref="TreeLink"/>.</summary>
internal static class TreeLinks
{
    /// <summary>Turns the raw outputs of a row into the outputs of the model, in place.</summary>
    /// <param name="link">What to apply.</param>
    /// <param name="outputs">[outputs].</param>
    /// <param name="sum">How they were added: a library that adds floats goes on in floats.</param>
    public static void Apply(this TreeLink link, Span<double> outputs, TreeSum sum = TreeSum.Double)
    {
        switch (link)
        {
            case TreeLink.Logistic when sum == TreeSum.Single:
                outputs[0] = SingleLinks.Logistic((float)outputs[0]);
                break;
            case TreeLink.Softmax when sum == TreeSum.Single:
                SingleLinks.Softmax(outputs);
                break;
            case TreeLink.Logistic:
                outputs[0] = LogisticLink.Probability(outputs[0]);
                break;
            case TreeLink.Softmax:
                SoftmaxLink.Apply(outputs);
                break;
            case TreeLink.Isolation:
                outputs[0] = Math.Exp(-Math.Log(2) * outputs[0]);
                break;
            case TreeLink.Exponential:
                outputs[0] = Math.Exp(outputs[0]);
                break;
            case TreeLink.OneVersusRest:
                foreach (ref double output in outputs)
                {
                    output = LogisticLink.Probability(output);
                }

                break;
            case TreeLink.Step:
                outputs[0] = outputs[0] > 0 ? 1 : 0;
                break;
        }
    }
}
