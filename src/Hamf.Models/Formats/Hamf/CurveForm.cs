using Hamf.Models.Calibration;

namespace Hamf.Models.Formats.Hamf;

/// <summary>The part of a model file that holds a <see cref="CalibrationCurve"/>.</summary>
internal static class CurveForm
{
    private const byte Sigmoid = 1;
    private const byte Isotonic = 2;

    public static void Write(ModelWriter writer, CalibrationCurve curve)
    {
        switch (curve)
        {
            case SigmoidCurve sigmoid:
                writer.Byte(Sigmoid);
                writer.Double(sigmoid.Slope);
                writer.Double(sigmoid.Offset);
                break;
            case IsotonicCurve isotonic:
                writer.Byte(Isotonic);
                writer.Int(isotonic.Scores.Length);
                writer.Doubles(isotonic.Scores);
                writer.Doubles(isotonic.Probabilities);
                break;
        }
    }

    public static CalibrationCurve Read(ref ModelReader reader)
    {
        byte kind = reader.Byte();
        CalibrationCurve curve = kind switch
        {
            Sigmoid => new SigmoidCurve(reader.Double(), reader.Double()),
            Isotonic => ReadIsotonic(ref reader),
            _ => throw ModelFault.TooNew($"holds a calibration curve of kind {kind}, which this program does not know"),
        };
        return curve.IsValid ? curve : throw ModelFault.Damaged("its calibration curve falls or leaves [0, 1]");
    }

    private static IsotonicCurve ReadIsotonic(ref ModelReader reader)
    {
        int count = reader.Count(16, "points of a curve");
        return new IsotonicCurve(reader.Doubles(count), reader.Doubles(count));
    }
}
