namespace Hamf.Models.Trees;

/// <summary>What <see cref="GbdtTrainer"/> minimises, and so what it predicts.</summary>
public enum GbdtLoss
{
    /// <summary>Log loss of two classes; the output is the probability of the positive one.</summary>
    LogLoss,

    /// <summary>Log loss of several classes, one tree for each in every round; the outputs are their probabilities.</summary>
    Softmax,

    /// <summary>Squared difference from a number; the output is that number.</summary>
    Squared,
}
