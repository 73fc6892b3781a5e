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
                SoftmaxLink.Apply(outputs);
                break;
            case TreeLink.Isolation:
                outputs[0] = Math.Exp(-Math.Log(2) * outputs[0]);
                break;
        }
    }
}
