using System.Globalization;
using Hamf.Models.Formats.Hamf;

namespace Hamf.Models.Graph.Meta;

/// <summary>Models whose outputs are the columns of a last model: scikit-learn's StackingClassifier and StackingRegressor.</summary>
internal sealed class StackedEstimator : Estimator
{
    public const string KindName = "stacked";

    private readonly Estimator[] _members;
    private readonly StackMethod[] _methods;
    private readonly double[][] _labels;
    private readonly bool _keepsInput;
    private readonly Estimator _last;
    private readonly string[] _classes;
    private readonly int _outputCount;

    /// <param name="width">Columns of a row.</param>
    /// <param name="members">The models.</param>
    /// <param name="methods">What each is asked for.</param>
    /// <param name="keepsInput">Whether the row's own columns stand behind the models' outputs.</param>
    /// <param name="last">Reads the outputs; its classes are numbered in the order of <paramref name="classes"/>.</param>
    /// <param name="classes">The labels; none for a number.</param>
    /// <exception cref="ArgumentException">They do not fit each other.</exception>
    public StackedEstimator(int width, Estimator[] members, StackMethod[] methods, bool keepsInput, Estimator last, string[] classes)
    {
        PartCheck.Width(width);
        PartCheck.Count(methods.Length, members.Length, "methods of models");
        PartCheck.Count(last.Classes.Count, classes.Length, "classes of the last model");
        int common = PartCheck.CommonWidth(members);
        PartCheck.Count(common, common == 0 ? 0 : width, "columns of the models");
        (_members, _methods, _keepsInput, _last, _classes, InputWidth) = (members, methods, keepsInput, last, classes, width);
        long outputs = keepsInput ? width : 0;
        for (int i = 0; i < members.Length; i++)
        {
            outputs += OutputsOf(members[i], methods[i], classes.Length);
        }

        PartCheck.Count(outputs, last.InputWidth == 0 ? outputs : last.InputWidth, "outputs of the models");
        _outputCount = (int)outputs;
        _labels = [.. members.Zip(methods, LabelNumbers)];
    }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override string Algorithm => _classes.Length > 0 ? "stacking" : "stacking_regression";

    /// <inheritdoc/>
    public override int InputWidth { get; }

    /// <inheritdoc/>
    public override bool ReadsText(int column) => Array.Exists(_members, member => member.ReadsText(column));

    /// <inheritdoc/>
    public override IReadOnlyList<string> Classes => _classes;

    /// <inheritdoc/>
    public override bool HasProbabilities => _last.HasProbabilities;

    /// <inheritdoc/>
    public override int DecisionCount => _last.DecisionCount;

    public static StackedEstimator Read(ref PartReader reader) => new(
        reader.Int(),
        reader.Parts<Estimator>(),
        Array.ConvertAll(reader.Ints(), method => (StackMethod)method),
        reader.Flag(),
        reader.Part<Estimator>(),
        reader.Texts("a class"));

    /// <inheritdoc/>
    public override void Write(PartWriter writer)
    {
        writer.Int(InputWidth);
        writer.Parts(_members);
        writer.Ints(Array.ConvertAll(_methods, method => (int)method));
        writer.Flag(_keepsInput);
        writer.Part(_last);
        writer.Texts(_classes);
    }

    /// <inheritdoc/>
    public override void Probabilities(RowVector row, Span<double> probabilities, Workspace workspace)
    {
        _last.Probabilities(Stack(row, workspace), probabilities, workspace);
        workspace.Return();
    }

    /// <inheritdoc/>
    public override void Decide(RowVector row, Span<double> values, Workspace workspace)
    {
        _last.Decide(Stack(row, workspace), values, workspace);
        workspace.Return();
    }

    /// <inheritdoc/>
    public override double Predict(RowVector row, Workspace workspace)
    {
        double predicted = _last.Predict(Stack(row, workspace), workspace);
        workspace.Return();
        return predicted;
    }

    private RowVector Stack(RowVector row, Workspace workspace)
    {
        RowVector stacked = workspace.Rent();
        stacked.ResetSparse(_outputCount);
        RowVector outputs = workspace.Rent();
        int column = 0;
        for (int i = 0; i < _members.Length; i++)
        {
            Ask(i, row, outputs, workspace);

            // Of two probabilities that sum to 1 the first says nothing new.
            int first = _methods[i] == StackMethod.Probabilities && _classes.Length == 2 ? 1 : 0;
            for (int k = first; k < outputs.Width; k++)
            {
                stacked.Append(column++, outputs.Numbers[k]);
            }
        }

        for (int i = 0; _keepsInput && i < row.StoredCount; i++)
        {
            stacked.Append(column + (row.IsSparse ? row.Indices[i] : i), row.Numbers[i]);
        }

        workspace.Return();
        return Dense(stacked, row.IsSparse && _keepsInput, workspace);
    }

    // Rows are sparse only where the library's would be: what reads absent as missing must not see a difference.
    private static RowVector Dense(RowVector stacked, bool staysSparse, Workspace workspace)
    {
        if (staysSparse)
        {
            return stacked;
        }

        RowVector copy = workspace.Rent(stacked.Width);
        stacked.CopyTo(copy.Numbers);
        stacked.ResetDense(copy.Width);
        copy.Numbers.CopyTo(stacked.Numbers);
        workspace.Return();
        return stacked;
    }

    private void Ask(int index, RowVector row, RowVector outputs, Workspace workspace)
    {
        Estimator member = _members[index];
        switch (_methods[index])
        {
            case StackMethod.Probabilities:
                outputs.ResetDense(member.Classes.Count);
                member.Probabilities(row, outputs.Numbers, workspace);
                break;
            case StackMethod.Decision:
                outputs.ResetDense(member.DecisionCount);
                member.Decide(row, outputs.Numbers, workspace);
                break;
            default:
                outputs.ResetDense(1);
                double predicted = member.Predict(row, workspace);
                outputs.Numbers[0] = member.Classes.Count == 0 ? predicted : _labels[index][(int)predicted];
                break;
        }
    }

    private static int OutputsOf(Estimator member, StackMethod method, int classes) => method switch
    {
        StackMethod.Probabilities when member.HasProbabilities => classes == 2 ? member.Classes.Count - 1 : member.Classes.Count,
        StackMethod.Decision when member.DecisionCount > 0 => member.DecisionCount,
        StackMethod.Prediction => 1,
        _ => throw new ArgumentException($"The stack asks {member.Algorithm} for {method.ToString().ToLowerInvariant()}, which it does not give."),
    };

    // A stack of predicted classes reads their labels as numbers.
    private static double[] LabelNumbers(Estimator member, StackMethod method) => method != StackMethod.Prediction ? [] :
        [.. member.Classes.Select(label => double.TryParse(label, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            ? number
            : throw new ArgumentException($"The stack reads class '{label}' of {member.Algorithm} as a number."))];
}
