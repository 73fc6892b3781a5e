using Hamf.Models.Calibration;
using Hamf.Models.Learning;
using Hamf.Models.Linear;

namespace Hamf.Models.Tests.Calibration;

public class SigmoidChecks : EstimatorChecks
{
    // It explains the model below the curve; CalibratedTrainerTests.
    protected override double[] RawOf(double[] outputs) => [];

    // Copies of a row may fall into different folds, a weighted row into one.
    protected override double WeightTolerance => 0.05;

    protected override Trainer Make(int threads) =>
        new CalibratedTrainer(new LogisticTrainer(new LogisticOptions()), new CalibrationOptions { Method = CalibrationMethod.Sigmoid });
}
