using Hamf.Models.Calibration;
using Hamf.Models.Metrics;

namespace Hamf.Pipeline.Training;

/// <summary>
/// Puts a sigmoid over a model's score where that makes the probabilities better. It keeps the order of rows, and so every figure that only depends
/// on the order; steps, which would fit more closely, make rows equal that were not.
/// </summary>
internal static class ScoreCalibration
{
    private const int FoldCount = 5;

    /// <summary>The model with a curve fitted to its validation scores if such curves lower the log loss of rows that they were not fitted to.</summary>
    public static TrainedModel Improve(TrainedModel trained, int seed)
    {
        double[] scores = trained.ValidationScores;
        byte[] labels = trained.ValidationLabels;
        if (CrossFit(scores, labels, seed) is not { } held || LogLoss(held, labels) >= LogLoss(scores, labels))
        {
            return trained;
        }

        Calibrator curve = Calibrator.Fit(scores, labels, CalibrationMethod.Sigmoid);
        return trained with { Model = curve.Over(trained.Model), ValidationScores = Array.ConvertAll(scores, curve.Apply), IsCalibrated = true };
    }

    // Each score on a curve that was fitted without it; null when a class is too small for every fold to have it.
    private static double[]? CrossFit(double[] scores, byte[] labels, int seed)
    {
        int[] foldOf = new int[labels.Length];
        var random = new Random(seed);
        foreach (byte label in (byte[])[1, 0])
        {
            int[] members = Enumerable.Range(0, labels.Length).Where(r => labels[r] == label).ToArray();
            if (members.Length < FoldCount)
            {
                return null;
            }

            random.Shuffle(members);
            for (int i = 0; i < members.Length; i++)
            {
                foldOf[members[i]] = i % FoldCount;
            }
        }

        var held = new double[scores.Length];
        for (int fold = 0; fold < FoldCount; fold++)
        {
            int[] others = Enumerable.Range(0, scores.Length).Where(r => foldOf[r] != fold).ToArray();
            Calibrator curve = Calibrator.Fit(
                Array.ConvertAll(others, r => scores[r]), Array.ConvertAll(others, r => labels[r]), CalibrationMethod.Sigmoid);
            for (int r = 0; r < held.Length; r++)
            {
                held[r] = foldOf[r] == fold ? curve.Apply(scores[r]) : held[r];
            }
        }

        return held;
    }

    private static double LogLoss(double[] scores, byte[] labels) => ClassificationMetrics.Compute(scores, labels, 0.5).LogLoss;
}
