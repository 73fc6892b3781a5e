using Hamf.Models.Data;

namespace Hamf.Models.Learning;

/// <summary>Rows to learn from. Immutable by convention: whoever builds one hands it over, and no trainer changes it.</summary>
/// <param name="Table">The features.</param>
/// <param name="Targets">What is to be predicted, [rows]; see <see cref="TargetKind"/>.</param>
/// <param name="Weights">
/// How often each row counts, [rows], finite and 0 or more with a sum above 0; null counts each once. A whole weight w gives what w copies of
/// the row give.
/// </param>
public sealed record TrainingSet(FeatureTable Table, double[] Targets, double[]? Weights = null)
{
    /// <summary>Rows of two classes.</summary>
    /// <param name="table">The features.</param>
    /// <param name="labels">1 or 0, [rows].</param>
    public static TrainingSet Binary(FeatureTable table, byte[] labels) => new(table, Array.ConvertAll(labels, label => (double)label));

    /// <summary>How often the row <paramref name="row"/> (0-based) counts.</summary>
    public double WeightOf(int row) => Weights is null ? 1 : Weights[row];
}
