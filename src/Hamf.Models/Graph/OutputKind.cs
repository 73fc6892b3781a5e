namespace Hamf.Models.Graph;

/// <summary>What a model's outputs mean.</summary>
public enum OutputKind
{
    /// <summary>One output: the probability of the positive class, in [0, 1].</summary>
    Probability,

    /// <summary>One output per class: its probability; they sum to 1.</summary>
    ClassProbabilities,

    /// <summary>One output: the predicted number.</summary>
    Value,

    /// <summary>One output: how unusual the row is, in (0, 1]; about 0.5 for what is usual.</summary>
    Anomaly,

    /// <summary>
    /// One output: on which side of the boundary the row lies and how far, above 0 for the positive class; or one per class. Not a probability.
    /// </summary>
    Decision,
}
