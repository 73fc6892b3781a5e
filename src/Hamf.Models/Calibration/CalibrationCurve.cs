namespace Hamf.Models.Calibration;

/// <summary>Turns a score into a probability and never reverses the order of two scores. Immutable.</summary>
internal abstract class CalibrationCurve
{
    /// <summary>The curve's short name.</summary>
    public abstract string Name { get; }

    /// <summary>Whether the curve rises and stays in [0, 1]; what comes from a file is asked before it is used.</summary>
    public abstract bool IsValid { get; }

    /// <summary>The probability, in [0, 1], of a score in [0, 1].</summary>
    public abstract double Apply(double score);
}
