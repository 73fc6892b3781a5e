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

    /// <summary>The raw output is the logarithm of the predicted number.</summary>
    Exponential,

    /// <summary>Each raw output is the log-odds of its class against all others; the probabilities need not sum to 1.</summary>
    OneVersusRest,

    /// <summary>The raw output is above 0 for the positive class; its probability is 0 or 1 (hinge loss).</summary>
    Step,
}
