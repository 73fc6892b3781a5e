namespace Hamf.Models.Trees.Forests;

/// <summary>For each training row the mean of the trees that it was not drawn for: an honest score without a validation set.</summary>
/// <param name="Outputs">[rows x outputs], row-major; NaN where every tree saw the row.</param>
/// <param name="TreeCounts">Trees that did not see the row, [rows].</param>
public sealed record OutOfBagEstimate(double[] Outputs, int[] TreeCounts);
