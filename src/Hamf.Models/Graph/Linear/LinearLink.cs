namespace Hamf.Models.Graph.Linear;

/// <summary>How a linear classifier makes probabilities of its decision values. The numbers stand in model files.</summary>
internal enum LinearLink
{
    /// <summary>It has none.</summary>
    None = 0,

    /// <summary>The logistic function of each value; with several classes divided by their sum.</summary>
    Logistic = 1,

    /// <summary>Softmax; two classes have the values -d and d.</summary>
    Softmax = 2,

    /// <summary>The value limited to [-1, 1], moved to [0, 1]; with several classes divided by their sum (Zadrozny and Elkan 2002).</summary>
    ModifiedHuber = 3,
}
