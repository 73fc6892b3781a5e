using Hamf.Models.Data;

namespace Hamf.Models.Learning;

/// <summary>What every trainer demands of its rows before it starts.</summary>
internal static class TrainingSetCheck
{
    /// <summary>Most classes that are told apart.</summary>
    public const int MaxClasses = 1000;

    /// <summary>Refuses sets without rows, targets or weights of the wrong number or kind, and a single class.</summary>
    public static void Check(TrainingSet set, TargetKind target)
    {
        ArgumentNullException.ThrowIfNull(set);
        if (set.Table.RowCount == 0)
        {
            throw new ArgumentException("Training needs rows; there are none.");
        }

        CheckShape(set, target);
        if (target is TargetKind.Binary or TargetKind.Classes)
        {
            CheckClasses(set, target);
        }
    }

    /// <summary>Refuses validation rows that do not fit those of training; a single class is accepted, and no rows are.</summary>
    public static void CheckValidation(TrainingSet validation, TrainingSet train, TargetKind target)
    {
        CheckShape(validation, target);
        if (validation.Table.Features.Count != train.Table.Features.Count)
        {
            throw new ArgumentException(
                $"Validation has {validation.Table.Features.Count} features, training {train.Table.Features.Count}.");
        }

        if (target == TargetKind.Classes && validation.Targets.Length > 0 && validation.Targets.Max() >= ClassCount(train))
        {
            throw new ArgumentException($"Validation has class {validation.Targets.Max()}, which training does not have.");
        }
    }

    /// <summary>The number of classes: the highest class and 1.</summary>
    public static int ClassCount(TrainingSet set) => (int)set.Targets.Max() + 1;

    private static void CheckShape(TrainingSet set, TargetKind target)
    {
        CheckColumns(set.Table);
        if (target != TargetKind.None)
        {
            CheckTargets(set, target);
        }

        if (set.Weights is not null)
        {
            CheckWeights(set.Weights, set.Table.RowCount);
        }
    }

    private static void CheckTargets(TrainingSet set, TargetKind target)
    {
        if (set.Targets.Length != set.Table.RowCount)
        {
            throw new ArgumentException($"There are {set.Table.RowCount} rows but {set.Targets.Length} targets.");
        }

        (string expected, Predicate<double> isValid) = target switch
        {
            TargetKind.Binary => ("0 or 1", (Predicate<double>)(t => t is 0 or 1)),
            TargetKind.Classes => ($"a whole number from 0 to {MaxClasses - 1}", t => t is >= 0 and < MaxClasses && t == Math.Floor(t)),
            _ => ("a finite number", double.IsFinite),
        };
        int wrong = Array.FindIndex(set.Targets, t => !isValid(t));
        if (wrong >= 0)
        {
            throw new ArgumentException($"A target must be {expected}; row {wrong} has {set.Targets[wrong]:R}.");
        }
    }

    private static void CheckWeights(double[] weights, int rowCount)
    {
        if (weights.Length != rowCount)
        {
            throw new ArgumentException($"There are {rowCount} rows but {weights.Length} weights.");
        }

        int wrong = Array.FindIndex(weights, w => !(w >= 0 && w < double.PositiveInfinity));
        if (wrong >= 0)
        {
            throw new ArgumentException($"A weight must be finite and 0 or more; row {wrong} has {weights[wrong]:R}.");
        }

        if (rowCount > 0 && !(weights.Sum() is > 0 and < double.PositiveInfinity))
        {
            throw new ArgumentException($"The weights must have a finite sum above 0; it is {weights.Sum():R}.");
        }
    }

    // A class whose rows all weigh nothing is not there.
    private static void CheckClasses(TrainingSet set, TargetKind target)
    {
        double first = double.NaN;
        for (int row = 0; row < set.Targets.Length; row++)
        {
            if (set.WeightOf(row) == 0 || set.Targets[row] == first)
            {
                continue;
            }

            if (!double.IsNaN(first))
            {
                return;
            }

            first = set.Targets[row];
        }

        string only = target == TargetKind.Classes ? $"of class {first:R}" : first == 0 ? "negative (0)" : "positive (1)";
        throw new ArgumentException($"Training needs rows of both classes; all {set.Targets.Length} rows are {only}.");
    }

    private static void CheckColumns(FeatureTable table)
    {
        if (table.ColumnCount != table.Features.Count)
        {
            throw new ArgumentException($"There are {table.Features.Count} features but {table.ColumnCount} columns.");
        }

        for (int f = 0; f < table.ColumnCount; f++)
        {
            FeatureInfo feature = table.Features[f];
            if (table.LengthOf(f) < table.RowCount)
            {
                throw new ArgumentException($"Feature '{feature.Name}' has {table.LengthOf(f)} values for {table.RowCount} rows.");
            }

            if (feature.Kind == FeatureKind.Categorical)
            {
                CheckCodes(feature, table.ValuesOf(f));
            }
        }
    }

    private static void CheckCodes(FeatureInfo feature, ColumnValues codes)
    {
        for (int i = 0; i < codes.Length; i++)
        {
            double code = codes[i];
            if (!double.IsNaN(code) && !(code >= 0 && code <= feature.UnseenCode && code == Math.Floor(code)))
            {
                throw new ArgumentException(
                    $"Feature '{feature.Name}' must hold codes from 0 to {feature.UnseenCode}; row {i} has {code:R}.");
            }
        }
    }
}
