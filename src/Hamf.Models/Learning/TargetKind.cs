namespace Hamf.Models.Learning;

/// <summary>What a trainer learns to predict, and so what <see cref="TrainingSet.Targets"/> must hold.</summary>
public enum TargetKind
{
    /// <summary>1 for the positive class, 0 for the negative; both must occur.</summary>
    Binary,

    /// <summary>The class as a whole number from 0 to the number of classes - 1; at least two must occur.</summary>
    Classes,

    /// <summary>Any finite number.</summary>
    Value,

    /// <summary>Nothing: the trainer looks at the features only, and targets are not read.</summary>
    None,
}
