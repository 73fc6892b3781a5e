using Hamf.Models.Data;

namespace Hamf.Models.Linear;

/// <summary>
/// The penalised log loss of a logistic regression and its gradient, summed over rows as scikit-learn does:
/// sum log(1 + exp(-s z)) + l2/2 |w|^2. Goes through the table feature by feature, so that one-hot inputs cost one step a row. Not thread-safe.
/// </summary>
internal sealed class LogisticLoss(FeatureTable table, byte[] labels, LinearInputs inputs, double l2)
{
    private readonly double[] _logOdds = new double[table.RowCount];

    /// <summary>The loss at a point; the gradient is written to <paramref name="gradient"/>.</summary>
    /// <param name="point">Coefficients, then the intercept.</param>
    /// <param name="gradient">Receives the gradient.</param>
    public double Evaluate(ReadOnlySpan<double> point, Span<double> gradient)
    {
        AddUp(point);
        double loss = Differentiate(gradient);
        for (int f = 0; f < table.Columns.Length; f++)
        {
            AddGradient(f, gradient);
        }

        for (int i = 0; i < point.Length - 1; i++)
        {
            loss += l2 / 2 * point[i] * point[i];
            gradient[i] += l2 * point[i];
        }

        return loss;
    }

    private void AddUp(ReadOnlySpan<double> point)
    {
        Array.Fill(_logOdds, point[^1]);
        for (int f = 0; f < table.Columns.Length; f++)
        {
            double[] column = table.Columns[f];
            FeatureInfo info = table.Features[f];
            NumericInput input = inputs.Numeric[f];
            for (int row = 0; row < column.Length; row++)
            {
                if (info.Kind == FeatureKind.Categorical)
                {
                    int category = inputs.CategoryInput(f, column[row], info.Categories.Count);
                    _logOdds[row] += category < 0 ? 0 : point[category];
                }
                else if (double.IsNaN(column[row]))
                {
                    _logOdds[row] += input.Indicator < 0 ? 0 : point[input.Indicator];
                }
                else
                {
                    _logOdds[row] += point[input.Index] * input.Standardise(column[row]);
                }
            }
        }
    }

    // Turns the log-odds of each row into its residual p - y and adds up the loss and the intercept's gradient.
    private double Differentiate(Span<double> gradient)
    {
        gradient.Clear();
        double loss = 0;
        double residuals = 0;
        for (int row = 0; row < _logOdds.Length; row++)
        {
            double z = _logOdds[row];
            double e = Math.Exp(-Math.Abs(z));
            loss += Math.Log(1 + e) + Math.Max(0, labels[row] == 1 ? -z : z);
            double p = z >= 0 ? 1 / (1 + e) : e / (1 + e);
            double residual = p - labels[row];
            residuals += residual;
            _logOdds[row] = residual;
        }

        gradient[^1] = residuals;
        return loss;
    }

    private void AddGradient(int feature, Span<double> gradient)
    {
        double[] column = table.Columns[feature];
        FeatureInfo info = table.Features[feature];
        NumericInput input = inputs.Numeric[feature];
        for (int row = 0; row < column.Length; row++)
        {
            if (info.Kind == FeatureKind.Categorical)
            {
                int category = inputs.CategoryInput(feature, column[row], info.Categories.Count);
                if (category >= 0)
                {
                    gradient[category] += _logOdds[row];
                }
            }
            else if (!double.IsNaN(column[row]))
            {
                gradient[input.Index] += _logOdds[row] * input.Standardise(column[row]);
            }
            else if (input.Indicator >= 0)
            {
                gradient[input.Indicator] += _logOdds[row];
            }
        }
    }
}
