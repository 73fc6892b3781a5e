namespace Hamf.Models.Graph;

/// <summary>
/// What predicts at the end of a graph, with the methods of its library: <c>predict_proba</c>, <c>decision_function</c>, <c>predict</c>. One that
/// has no classes predicts a number (regression, or the score of an anomaly detector).
/// </summary>
internal abstract class Estimator : GraphPart
{
    /// <summary>The algorithm's short name, for example <c>random_forest</c>.</summary>
    public abstract string Algorithm { get; }

    /// <summary>The class labels as Python prints them, in the library's order; empty for a regressor.</summary>
    public virtual IReadOnlyList<string> Classes => [];

    /// <summary>Whether <see cref="Probabilities"/> may be asked. <value>false</value></summary>
    public virtual bool HasProbabilities => false;

    /// <summary>Number of decision values: 0 for none, 1 for two classes (positive for the second), else the library's. <value>0</value></summary>
    public virtual int DecisionCount => 0;

    /// <summary>Whether <see cref="Anomaly"/> may be asked. <value>false</value></summary>
    public virtual bool HasAnomaly => false;

    /// <summary>The anomaly above which the library itself calls a row an outlier. <value>0.5</value></summary>
    public virtual double AnomalyLimit => 0.5;

    /// <summary>The probability of each class.</summary>
    /// <param name="row">A row of <see cref="GraphPart.InputWidth"/>; not changed.</param>
    /// <param name="probabilities">[classes], receives them.</param>
    /// <param name="workspace">Rows for the inside.</param>
    /// <exception cref="RowRefusedException">The library refuses such a row.</exception>
    /// <exception cref="NotSupportedException">There are no probabilities.</exception>
    public virtual void Probabilities(RowVector row, Span<double> probabilities, Workspace workspace) =>
        throw new NotSupportedException($"{Algorithm} has no probabilities.");

    /// <summary>The values before the decision.</summary>
    /// <param name="row">A row of <see cref="GraphPart.InputWidth"/>; not changed.</param>
    /// <param name="values">[decision count], receives them.</param>
    /// <param name="workspace">Rows for the inside.</param>
    /// <exception cref="RowRefusedException">The library refuses such a row.</exception>
    /// <exception cref="NotSupportedException">There are none.</exception>
    public virtual void Decide(RowVector row, Span<double> values, Workspace workspace) =>
        throw new NotSupportedException($"{Algorithm} has no decision function.");

    /// <summary>How unusual the row is, in (0, 1]; about 0.5 for what is usual.</summary>
    /// <exception cref="RowRefusedException">The library refuses such a row.</exception>
    /// <exception cref="NotSupportedException">The estimator does not tell.</exception>
    public virtual double Anomaly(RowVector row, Workspace workspace) => throw new NotSupportedException($"{Algorithm} gives no anomaly score.");

    /// <summary>The position of the predicted class in <see cref="Classes"/> by the library's own rule, or the predicted number.</summary>
    /// <exception cref="RowRefusedException">The library refuses such a row.</exception>
    public abstract double Predict(RowVector row, Workspace workspace);

    /// <summary>
    /// What each column contributes to the raw output (log-odds, or the output itself) of the last class of two, or of a regressor.
    /// </summary>
    /// <param name="row">A row of <see cref="GraphPart.InputWidth"/>.</param>
    /// <param name="contributions">[input width], receives them.</param>
    /// <param name="baseValue">What they add up to the raw output with.</param>
    /// <param name="workspace">Rows for the inside.</param>
    /// <returns>False when this kind of model has no such contributions.</returns>
    public virtual bool TryExplain(RowVector row, Span<double> contributions, out double baseValue, Workspace workspace)
    {
        baseValue = 0;
        return false;
    }

    /// <summary>The position of the largest value, the first of equal ones: NumPy's argmax, where NaN counts as largest.</summary>
    protected static int IndexOfLargest(ReadOnlySpan<double> values)
    {
        int best = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (double.IsNaN(values[i]))
            {
                return i;
            }

            best = values[i] > values[best] ? i : best;
        }

        return best;
    }

    /// <summary>Refuses a row with a missing value, as most of scikit-learn does.</summary>
    protected void RefuseMissing(RowVector row)
    {
        ReadOnlySpan<double> numbers = row.Numbers;
        for (int i = 0; i < numbers.Length; i++)
        {
            if (!double.IsFinite(numbers[i]))
            {
                int column = row.IsSparse ? row.Indices[i] : i;
                throw new RowRefusedException($"column {column} of the input of {Algorithm} is {(double.IsNaN(numbers[i]) ? "missing" : "infinite")}, which it does not take");
            }
        }
    }
}
