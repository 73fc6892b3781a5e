using Hamf.Models.Formats.Hamf;

namespace Hamf.Models.Graph.Meta;

/// <summary>The mean of calibrated models: scikit-learn's CalibratedClassifierCV.</summary>
internal sealed class CalibratedClassifier : Estimator
{
    public const string KindName = "calibrated-classifier";

    private readonly CalibratedMember[] _members;
    private readonly string[] _classes;

    /// <param name="members">At least one model with its curves.</param>
    /// <param name="classes">The labels.</param>
    /// <exception cref="ArgumentException">They do not fit each other.</exception>
    public CalibratedClassifier(CalibratedMember[] members, string[] classes)
    {
        PartCheck.Classes(classes);
        if (members.Length == 0)
        {
            throw new ArgumentException("No calibrated model is inside.");
        }

        (_members, _classes) = (members, classes);
        InputWidth = PartCheck.CommonWidth(members.Select(m => m.Inner));
    }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override string Algorithm => $"{_members[0].Inner.Algorithm}+calibration";

    /// <inheritdoc/>
    public override int InputWidth { get; }

    /// <inheritdoc/>
    public override bool ReadsText(int column) => Array.Exists(_members, member => member.Inner.ReadsText(column));

    /// <inheritdoc/>
    public override IReadOnlyList<string> Classes => _classes;

    /// <inheritdoc/>
    public override bool HasProbabilities => true;

    public static CalibratedClassifier Read(ref PartReader reader)
    {
        string[] classes = reader.Texts("a class");
        var members = new List<CalibratedMember>();
        for (int left = reader.Int(); left > 0; left--)
        {
            members.Add(CalibratedMember.Read(ref reader, classes));
        }

        return new CalibratedClassifier([.. members], classes);
    }

    /// <inheritdoc/>
    public override void Write(PartWriter writer)
    {
        writer.Texts(_classes);
        writer.Int(_members.Length);
        foreach (CalibratedMember member in _members)
        {
            member.Write(writer);
        }
    }

    /// <inheritdoc/>
    public override void Probabilities(RowVector row, Span<double> probabilities, Workspace workspace)
    {
        probabilities.Clear();
        foreach (CalibratedMember member in _members)
        {
            member.AddTo(row, probabilities, workspace);
        }

        foreach (ref double probability in probabilities)
        {
            probability /= _members.Length;
        }
    }

    /// <inheritdoc/>
    public override double Predict(RowVector row, Workspace workspace)
    {
        RowVector means = workspace.Rent(_classes.Length);
        Probabilities(row, means.Numbers, workspace);
        int predicted = IndexOfLargest(means.Numbers);
        workspace.Return();
        return predicted;
    }
}
