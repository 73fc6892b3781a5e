using Hamf.Models.Numerics;

namespace Hamf.Models.Calibration;

/// <summary>
/// Fits a <see cref="SigmoidCurve"/> by maximum likelihood with the targets that Platt (1999) proposes, (N+ + 1) / (N+ + 2) and
/// 1 / (N- + 2), N being the weight of a class: they keep the curve finite where the scores separate the classes.
/// </summary>
internal static class SigmoidFit
{
    private const int MaxSteps = 100;
    private const double Tolerance = 1e-10;

    /// <summary>The curve for scores as log-odds. If they order the rows the wrong way round, the curve is flat rather than falling.</summary>
    public static SigmoidCurve Fit(double[] logOdds, double[] labels, double[] weights)
    {
        double positives = labels.Zip(weights, (label, weight) => label * weight).Sum();
        double total = weights.Sum();
        double high = (positives + 1) / (positives + 2);
        double low = 1 / (total - positives + 2);
        double[] targets = Array.ConvertAll(labels, label => label == 1 ? high : low);
        double mean = targets.Zip(weights, (target, weight) => target * weight).Sum() / total;
        var flat = new SigmoidCurve(0, Math.Log(mean / (1 - mean)));
        SigmoidCurve curve = Climb(flat, logOdds, targets, weights);
        return curve.Slope >= 0 ? curve : flat;
    }

    // Newton's method on two parameters; a step is halved until the loss falls.
    private static SigmoidCurve Climb(SigmoidCurve curve, double[] logOdds, double[] targets, double[] weights)
    {
        double loss = Loss(curve, logOdds, targets, weights);
        for (int step = 0; step < MaxSteps; step++)
        {
            (double toSlope, double toOffset, double size) = NewtonStep(curve, logOdds, targets, weights);
            if (size <= Tolerance)
            {
                break;
            }

            double length = 1;
            SigmoidCurve next = curve;
            double found = double.PositiveInfinity;
            for (; length > 1e-10 && !(found <= loss); length /= 2)
            {
                next = new SigmoidCurve(curve.Slope + (length * toSlope), curve.Offset + (length * toOffset));
                found = Loss(next, logOdds, targets, weights);
            }

            if (!(found <= loss))
            {
                break;
            }

            (curve, loss) = (next, found);
        }

        return curve;
    }

    // Size is the length of the gradient per unit of weight.
    private static (double Slope, double Offset, double Size) NewtonStep(
        SigmoidCurve curve, double[] logOdds, double[] targets, double[] weights)
    {
        (double g1, double g2, double h11, double h12, double h22, double total) = (0, 0, 1e-12, 0, 1e-12, 0);
        for (int i = 0; i < logOdds.Length; i++)
        {
            double p = LogisticLink.Probability((curve.Slope * logOdds[i]) + curve.Offset);
            double slope = weights[i] * (p - targets[i]);
            double curvature = weights[i] * p * (1 - p);
            g1 += slope * logOdds[i];
            g2 += slope;
            h11 += curvature * logOdds[i] * logOdds[i];
            h12 += curvature * logOdds[i];
            h22 += curvature;
            total += weights[i];
        }

        double determinant = (h11 * h22) - (h12 * h12);
        return (
            -((h22 * g1) - (h12 * g2)) / determinant,
            -((h11 * g2) - (h12 * g1)) / determinant,
            determinant > 0 ? Math.Sqrt((g1 * g1) + (g2 * g2)) / total : 0);
    }

    private static double Loss(SigmoidCurve curve, double[] logOdds, double[] targets, double[] weights)
    {
        double loss = 0;
        for (int i = 0; i < logOdds.Length; i++)
        {
            // -t log p - (1 - t) log(1 - p) at the log-odds f is log(1 + exp(-|f|)) + max(f, 0) - t f.
            double f = (curve.Slope * logOdds[i]) + curve.Offset;
            loss += weights[i] * (Math.Log(1 + Math.Exp(-Math.Abs(f))) + Math.Max(f, 0) - (targets[i] * f));
        }

        return loss;
    }
}
