namespace Hamf.Models.Calibration;

/// <summary>Settings of <see cref="CalibratedTrainer"/>.</summary>
public sealed record CalibrationOptions
{
    /// <summary>The kind of curve. <value><see cref="CalibrationMethod.Sigmoid"/></value></summary>
    public CalibrationMethod Method { get; init; } = CalibrationMethod.Sigmoid;

    /// <summary>Parts of the rows, each scored by a model of the others, 2 to 100; fewer if a class has fewer rows. <value>5</value></summary>
    public int Folds { get; init; } = 5;

    /// <summary>Seed of the assignment of rows to folds. <value>1</value></summary>
    public int Seed { get; init; } = 1;

    /// <summary>Everything that is wrong with the settings, one sentence each; empty when they can be used.</summary>
    public IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        if (!Enum.IsDefined(Method))
        {
            problems.Add($"Method must be Sigmoid or Isotonic, not {Method}.");
        }

        if (Folds is not (>= 2 and <= 100))
        {
            problems.Add($"Folds must be 2 to 100, not {Folds}.");
        }

        return problems;
    }
}
