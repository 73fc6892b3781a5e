using Hamf.Models.Graph;
using Hamf.Models.Metrics;

namespace Hamf.Models.Calibration;

/// <summary>
/// A curve over scores that already exist, for whoever has scores of rows by models that were trained without them; <see cref="CalibratedTrainer"/>
/// makes them first. Immutable.
/// </summary>
public sealed class Calibrator
{
    private readonly CalibrationCurve _curve;

    private Calibrator(CalibrationCurve curve) => _curve = curve;

    /// <summary>Fits a curve.</summary>
    /// <param name="scores">Probabilities, [rows], by models that were trained without the row.</param>
    /// <param name="labels">1 or 0, [rows]; both must occur.</param>
    /// <param name="method">The kind of curve.</param>
    /// <exception cref="ArgumentException">Lengths differ, a score is outside [0, 1] or NaN, a label is neither 0 nor 1, or all are the same.</exception>
    public static Calibrator Fit(ReadOnlySpan<double> scores, ReadOnlySpan<byte> labels, CalibrationMethod method)
    {
        MetricInput.Check(scores, labels);
        MetricInput.CheckProbabilities(scores);
        if (!labels.Contains((byte)1) || !labels.Contains((byte)0))
        {
            throw new ArgumentException("A curve needs scores of rows of both classes.");
        }

        double[] targets = Array.ConvertAll(labels.ToArray(), label => (double)label);
        double[] weights = Array.ConvertAll(targets, _ => 1.0);
        return new Calibrator(method == CalibrationMethod.Sigmoid
            ? SigmoidFit.Fit(Array.ConvertAll(scores.ToArray(), SigmoidCurve.LogOdds), targets, weights)
            : IsotonicFit.Fit(scores.ToArray(), targets, weights));
    }

    /// <summary>A score on the curve, in [0, 1].</summary>
    public double Apply(double score) => _curve.Apply(score);

    /// <summary>The model with this curve over its score.</summary>
    /// <param name="model">A model of one output, a probability.</param>
    public CalibratedModel Over(Model model) => new(model, _curve);
}
