namespace Hamf.Models.Graph.Meta;

/// <summary>What a stack asks its models for. The numbers stand in model files.</summary>
internal enum StackMethod
{
    /// <summary>Probabilities; of two classes only that of the second.</summary>
    Probabilities = 0,

    /// <summary>Decision values.</summary>
    Decision = 1,

    /// <summary>The predicted number, or the class as a number.</summary>
    Prediction = 2,
}
