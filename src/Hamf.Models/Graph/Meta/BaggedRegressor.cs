using Hamf.Models.Formats.Hamf;

namespace Hamf.Models.Graph.Meta;

/// <summary>The mean of models of drawn rows and columns: scikit-learn's BaggingRegressor.</summary>
internal sealed class BaggedRegressor : Estimator
{
    public const string KindName = "bagged-regressor";

    private readonly Estimator[] _members;
    private readonly ColumnPick[] _picks;

    /// <param name="width">Columns of a row.</param>
    /// <param name="members">Regressors.</param>
    /// <param name="picks">The columns of each.</param>
    /// <exception cref="ArgumentException">They do not fit each other.</exception>
    public BaggedRegressor(int width, Estimator[] members, ColumnPick[] picks)
    {
        PartCheck.Width(width);
        CheckPicks(members, picks);
        MeanRegressor.CheckNumeric(members);
        (InputWidth, _members, _picks) = (width, members, picks);
    }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override string Algorithm => "bagging_regression";

    /// <inheritdoc/>
    public override int InputWidth { get; }

    public static BaggedRegressor Read(ref PartReader reader)
    {
        int width = reader.Int();
        Estimator[] members = reader.Parts<Estimator>();
        return new BaggedRegressor(width, members, ReadPicks(ref reader, members.Length, width));
    }

    /// <summary>Refuses picks that do not fit their models.</summary>
    public static void CheckPicks(Estimator[] members, ColumnPick[] picks)
    {
        PartCheck.Count(picks.Length, members.Length, "lists of columns");
        if (members.Length == 0)
        {
            throw new ArgumentException("The ensemble holds no model.");
        }

        for (int i = 0; i < members.Length; i++)
        {
            PartCheck.Count(picks[i].Count, members[i].InputWidth == 0 ? picks[i].Count : members[i].InputWidth, $"columns of model {i}");
        }
    }

    public static ColumnPick[] ReadPicks(ref PartReader reader, int count, int width)
    {
        var picks = new ColumnPick[count];
        for (int i = 0; i < count; i++)
        {
            picks[i] = ColumnPick.Read(ref reader, width);
        }

        return picks;
    }

    /// <inheritdoc/>
    public override void Write(PartWriter writer)
    {
        writer.Int(InputWidth);
        writer.Parts(_members);
        foreach (ColumnPick pick in _picks)
        {
            pick.Write(writer);
        }
    }

    /// <inheritdoc/>
    public override double Predict(RowVector row, Workspace workspace)
    {
        double sum = 0;
        for (int i = 0; i < _members.Length; i++)
        {
            sum += _members[i].Predict(_picks[i].Apply(row, workspace), workspace);
            workspace.Return();
        }

        return sum / _members.Length;
    }
}
