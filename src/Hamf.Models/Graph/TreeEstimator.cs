using Hamf.Models.Formats.Hamf;
using Hamf.Models.Trees;

namespace Hamf.Models.Graph;

/// <summary>Trees as the end of a graph: boosted trees, forests, single trees, isolation forests of any library.</summary>
internal sealed class TreeEstimator : Estimator
{
    public const string KindName = "trees";

    private readonly string[] _classes;
    private readonly double _absent;

    /// <param name="model">The trees; every feature numeric or a category code.</param>
    /// <param name="classes">Two or more labels for probabilities, none for a number.</param>
    /// <param name="absentIsMissing">Whether a column that a sparse row does not store is missing, as for XGBoost, and not 0.</param>
    /// <exception cref="ArgumentException">The labels do not fit the outputs.</exception>
    public TreeEstimator(TreeModel model, string[] classes, bool absentIsMissing = false)
    {
        int expected = model.Output switch
        {
            OutputKind.Probability => 2,
            OutputKind.ClassProbabilities => model.OutputCount,
            _ => 0,
        };
        if (classes.Length != expected)
        {
            throw new ArgumentException($"{classes.Length} class labels were given; the trees tell {expected} classes apart.", nameof(classes));
        }

        (Model, _classes, _absent) = (model, classes, absentIsMissing ? double.NaN : 0);
    }

    /// <summary>The trees.</summary>
    public TreeModel Model { get; }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override string Algorithm => Model.Algorithm;

    /// <inheritdoc/>
    public override int InputWidth => Model.Features.Count;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Classes => _classes;

    /// <inheritdoc/>
    public override bool HasProbabilities => _classes.Length > 0;

    /// <inheritdoc/>
    public override void Write(PartWriter writer)
    {
        writer.Trees(Model);
        writer.Texts(_classes);
        writer.Flag(double.IsNaN(_absent));
    }

    /// <inheritdoc/>
    public override void Probabilities(RowVector row, Span<double> probabilities, Workspace workspace)
    {
        if (Model.OutputCount > 1)
        {
            Score(row, probabilities, workspace);
            return;
        }

        Score(row, probabilities.Slice(1, 1), workspace);
        probabilities[0] = 1 - probabilities[1];
    }

    /// <inheritdoc/>
    public override double Predict(RowVector row, Workspace workspace)
    {
        RowVector outputs = workspace.Rent(Math.Max(Model.OutputCount, 1));
        Score(row, outputs.Numbers, workspace);
        double first = outputs.Numbers[0];
        double predicted = _classes.Length switch
        {
            0 => first,
            2 when Model.OutputCount == 1 => first > 0.5 ? 1 : 0,
            _ => IndexOfLargest(outputs.Numbers),
        };
        workspace.Return();
        return predicted;
    }

    /// <inheritdoc/>
    public override bool TryExplain(RowVector row, Span<double> contributions, out double baseValue, Workspace workspace)
    {
        baseValue = 0;
        if (Model.OutputCount != 1)
        {
            return false;
        }

        RowVector values = workspace.Rent(InputWidth);
        row.CopyTo(values.Numbers, _absent);
        baseValue = Model.Explain(values.Numbers, contributions);
        workspace.Return();
        return true;
    }

    private void Score(RowVector row, Span<double> outputs, Workspace workspace)
    {
        if (!row.IsSparse)
        {
            Model.Score(row.Numbers, outputs);
            return;
        }

        RowVector values = workspace.Rent(InputWidth);
        row.CopyTo(values.Numbers, _absent);
        Model.Score(values.Numbers, outputs);
        workspace.Return();
    }
}
