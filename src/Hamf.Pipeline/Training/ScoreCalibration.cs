using System.Globalization;
using Hamf.Models.Calibration;

namespace Hamf.Pipeline.Training;

/// <summary>
/// Puts a sigmoid over a model's score where that makes the probabilities better. It keeps the order of rows, and so every figure that only depends
/// on the order; steps, which would fit more closely, make rows equal that were not.
/// </summary>
internal static class ScoreCalibration
{
    private const int FoldCount = 5;

    /// <summary>
    /// The model with a curve fitted to its validation scores if such curves lower the log loss of rows that they were not fitted to; its
    /// <see cref="TrainedModel.Choice"/> says what was done and how sure that is.
    /// </summary>
    public static TrainedModel Improve(TrainedModel trained, int seed)
    {
        double[] scores = trained.ValidationScores;
        byte[] labels = trained.ValidationLabels;
        if (CrossFit(scores, labels, seed) is not { } held)
        {
            return trained with { Choice = $"{trained.Choice}; not calibrated, a class has fewer than {FoldCount} validation rows" };
        }

        double[] plain = LogLosses(scores, labels);
        double[] curved = LogLosses(held, labels);
        bool isBetter = curved.Average() < plain.Average();
        TrainedModel told = trained with { Choice = $"{trained.Choice}; {Words(plain, curved, isBetter)}" };
        if (!isBetter)
        {
            return told;
        }

        Calibrator curve = Calibrator.Fit(scores, labels, CalibrationMethod.Sigmoid);
        return told with { Model = curve.Over(trained.Model), ValidationScores = Array.ConvertAll(scores, curve.Apply), IsCalibrated = true };
    }

    // Pairs of losses of the same rows: their mean difference is known to two standard errors.
    private static string Words(double[] plain, double[] curved, bool isBetter)
    {
        double[] differences = plain.Zip(curved, (without, with) => without - with).ToArray();
        double mean = differences.Average();
        double error = Math.Sqrt(differences.Sum(d => (d - mean) * (d - mean)) / differences.Length / Math.Max(1, differences.Length - 1));
        string verdict = Math.Abs(mean) <= 2 * error ? "within noise" : "beyond noise";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{(isBetter ? "calibrated by a sigmoid over the score" : "not calibrated")}: on validation rows that it was not fitted to, a sigmoid makes the log loss {curved.Average():0.00000} where it was {plain.Average():0.00000}, {verdict}");
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

    // Clipped as the metric of that name is.
    private static double[] LogLosses(double[] scores, byte[] labels) => scores
        .Select((score, row) => -Math.Log(Math.Clamp(labels[row] == 1 ? score : 1 - score, 1e-15, 1)))
        .ToArray();
}
