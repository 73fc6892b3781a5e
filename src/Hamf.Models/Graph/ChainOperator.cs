using Hamf.Models.Formats.Hamf;

namespace Hamf.Models.Graph;

/// <summary>Operators one after the other.</summary>
internal sealed class ChainOperator : Operator
{
    public const string KindName = "chain";

    private readonly Operator[] _steps;

    /// <param name="steps">At least one.</param>
    /// <exception cref="ArgumentException">A step does not take what the one before gives.</exception>
    public ChainOperator(Operator[] steps)
    {
        if (steps.Length == 0)
        {
            throw new ArgumentException("A chain needs a step.", nameof(steps));
        }

        _steps = steps;
        for (int i = 1; i < steps.Length; i++)
        {
            CheckFit(steps[i - 1], steps[i]);
        }
    }

    /// <summary>The operators in their order.</summary>
    public IReadOnlyList<Operator> Steps => _steps;

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override int InputWidth => _steps[0].InputWidth;

    /// <inheritdoc/>
    public override int OutputWidth => _steps[^1].OutputWidth;

    /// <summary>Refuses a part that does not take what the operator before it gives; one of width 0 looks at no column.</summary>
    public static void CheckFit(Operator before, GraphPart next)
    {
        if (next.InputWidth != 0 && before.OutputWidth != next.InputWidth)
        {
            throw new ArgumentException($"'{before.Kind}' gives {before.OutputWidth} columns, but '{next.Kind}' takes {next.InputWidth}.");
        }
    }

    /// <summary>Whether an operator, or what comes after it, takes an input column as a text.</summary>
    public static bool ReadsText(Operator before, GraphPart next, int column)
    {
        for (int output = 0; output < before.OutputWidth; output++)
        {
            if (next.ReadsText(output) && before.SourceOf(output) == column)
            {
                return true;
            }
        }

        return before.ReadsText(column);
    }

    /// <inheritdoc/>
    public override bool ReadsText(int column)
    {
        for (int step = 1; step < _steps.Length; step++)
        {
            Operator before = step == 1 ? _steps[0] : new ChainOperator(_steps[..step]);
            if (ReadsText(before, _steps[step], column))
            {
                return true;
            }
        }

        return _steps[0].ReadsText(column);
    }

    /// <inheritdoc/>
    public override void Write(PartWriter writer) => writer.Parts(_steps);

    /// <inheritdoc/>
    // Two rented rows take turns between the steps; the last step writes the output.
    public override void Apply(RowVector input, RowVector output, Workspace workspace)
    {
        (RowVector target, RowVector other) = (workspace.Rent(), workspace.Rent());
        RowVector source = input;
        for (int i = 0; i < _steps.Length - 1; i++)
        {
            _steps[i].Apply(source, target, workspace);
            (source, target, other) = (target, other, target);
        }

        _steps[^1].Apply(source, output, workspace);
        workspace.Return();
        workspace.Return();
    }

    /// <inheritdoc/>
    public override int SourceOf(int output)
    {
        for (int step = _steps.Length - 1; step >= 0 && output >= 0; step--)
        {
            output = _steps[step].SourceOf(output);
        }

        return output;
    }
}
