namespace Hamf.Models.Calibration;

/// <summary>How a score becomes a probability.</summary>
public enum CalibrationMethod
{
    /// <summary>A line over log-odds: two numbers, fit for few rows. Never joins two scores.</summary>
    Sigmoid,

    /// <summary>Any rising curve: fit for a thousand positives and more. Scores may fall together.</summary>
    Isotonic,
}
