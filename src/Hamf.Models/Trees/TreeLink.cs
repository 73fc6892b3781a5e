namespace Hamf.Models.Trees;

/// <summary>What turns the raw outputs of an ensemble into the outputs of the model.</summary>
internal enum TreeLink
{
    /// <summary>The raw output is the log-odds of the positive class.</summary>
    Logistic,

    /// <summary>The raw outputs are unnormalised log probabilities, one per class.</summary>
    Softmax,

    /// <summary>The raw outputs are the class probabilities; a single one is that of the positive class.</summary>
    Probability,

    /// <summary>The raw output is the predicted number.</summary>
    Identity,

    /// <summary>The raw output x is the mean path length as a share of that expected at random; the output is 2^-x (Liu et al. 2008).</summary>
    Isolation,
}
