using Hamf.Models.Data;
using Hamf.Models.Formats.Hamf;
using Hamf.Models.Trees;
using Hamf.Models.Trees.Scoring;

namespace Hamf.Models.Graph;

/// <summary>Trees as the end of a graph: boosted trees, forests, single trees, isolation forests of any library.</summary>
internal sealed class TreeEstimator : Estimator
{
    public const string KindName = "trees";

    // Nearer to 1/2 than this the rounding of the sums decides.
    private const double NearlyEven = 1e-9;

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

    /// <summary>Which rows are taken. <value><see cref="RowRule.Any"/></value></summary>
    public RowRule Rows { get; init; }

    /// <summary>Whether the library gives the raw outputs as decision values. <value>false</value></summary>
    public bool HasDecision { get; init; }

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
    public override int DecisionCount => HasDecision ? Model.OutputCount : 0;

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static TreeEstimator Read(ref PartReader reader)
    {
        var model = reader.Trees();
        string[] classes = reader.Texts("a class");
        bool absentIsMissing = reader.Flag();
        var rows = (RowRule)reader.Int();
        return Enum.IsDefined(rows)
            ? new TreeEstimator(model, classes, absentIsMissing) { Rows = rows, HasDecision = reader.Flag() }
            : throw new ArgumentException("there is no such rule for rows");
    }

    /// <inheritdoc/>
    public override void Write(PartWriter writer)
    {
        writer.Trees(Model);
        writer.Texts(_classes);
        writer.Flag(double.IsNaN(_absent));
        writer.Int((int)Rows);
        writer.Flag(HasDecision);
    }

    /// <summary>Whether every row of a table is taken, so that the table may go to <see cref="Model"/> as a whole.</summary>
    public bool Takes(FeatureTable table) =>
        Rows == RowRule.Any || table.Columns.All(column => !Array.Exists(column, IsRefused));

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
    public override void Decide(RowVector row, Span<double> values, Workspace workspace)
    {
        CheckRow(row);
        RowVector dense = workspace.Rent(InputWidth);
        row.CopyTo(dense.Numbers, _absent);
        PlainScorer.Score(Model.Trees, Model.Features, dense.Numbers, values);
        workspace.Return();
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
            2 when Model.OutputCount == 1 => IsPositive(row, first, workspace) ? 1 : 0,
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

    // Where the two shares are equal to the last bits, the library compares two sums that were rounded one by one; so does this.
    private bool IsPositive(RowVector row, double probability, Workspace workspace)
    {
        if (Model.Link != TreeLink.Probability || Math.Abs(probability - 0.5) > NearlyEven)
        {
            return probability > 0.5;
        }

        RowVector dense = workspace.Rent(InputWidth);
        row.CopyTo(dense.Numbers, _absent);
        double first = 0;
        double second = 0;
        for (int tree = 0; tree < Model.TreeCount; tree++)
        {
            double share = Model.Trees.Value[PlainScorer.FindLeaf(Model.Trees, Model.Features, dense.Numbers, Model.Trees.TreeStarts[tree])];
            first += 1 - share;
            second += share;
        }

        workspace.Return();
        return second > first;
    }

    private void CheckRow(RowVector row)
    {
        ReadOnlySpan<double> numbers = row.Numbers;
        for (int i = 0; i < numbers.Length && Rows != RowRule.Any; i++)
        {
            if (IsRefused(numbers[i]))
            {
                string fault = double.IsNaN(numbers[i]) ? "missing" : "infinite or too large";
                throw new RowRefusedException($"column {(row.IsSparse ? row.Indices[i] : i)} of the input of {Algorithm} is {fault}, which it does not take");
            }
        }
    }

    private bool IsRefused(double value) => Rows switch
    {
        RowRule.Missing => float.IsInfinity((float)value),
        RowRule.Finite => !float.IsFinite((float)value),
        _ => false,
    };

    private void Score(RowVector row, Span<double> outputs, Workspace workspace)
    {
        CheckRow(row);
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
