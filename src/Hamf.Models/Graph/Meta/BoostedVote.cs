namespace Hamf.Models.Graph.Meta;

/// <summary>How AdaBoost adds up its models. The numbers stand in model files.</summary>
internal enum BoostedVote
{
    /// <summary>SAMME up to scikit-learn 1.2: a model's weight for its class, 0 for the others.</summary>
    OneSided = 0,

    /// <summary>SAMME from 1.3 on: the weight for its class, -weight / (classes - 1) for each other.</summary>
    Balanced = 1,

    /// <summary>SAMME.R: the log probabilities less their mean.</summary>
    Real = 2,
}
