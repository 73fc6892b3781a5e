namespace Hamf.Models.Graph.Neural;

/// <summary>What a layer does with its sums. The numbers stand in model files.</summary>
internal enum Activation
{
    /// <summary>Nothing.</summary>
    Identity = 0,

    /// <summary>Nothing below 0.</summary>
    Rectifier = 1,

    /// <summary>The hyperbolic tangent.</summary>
    Tanh = 2,

    /// <summary>The logistic function.</summary>
    Logistic = 3,

    /// <summary>Softmax over the layer.</summary>
    Softmax = 4,
}
