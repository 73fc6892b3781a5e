using Hamf.Models.Formats.Hamf;
using Hamf.Models.Graph.Kernels;

namespace Hamf.Models.Graph.Meta;

/// <summary>One model per pair of classes, which vote: scikit-learn's OneVsOneClassifier.</summary>
internal sealed class OneVsOneEstimator : Estimator
{
    public const string KindName = "one-vs-one";

    private readonly Estimator[] _members;
    private readonly string[] _classes;

    /// <param name="members">The models of the pairs (0,1), (0,2), ..., (1,2), ...</param>
    /// <param name="classes">The labels.</param>
    /// <exception cref="ArgumentException">They do not fit each other.</exception>
    public OneVsOneEstimator(Estimator[] members, string[] classes)
    {
        PartCheck.Classes(classes);
        PartCheck.Count(members.Length, PairVotes.PairCount(classes.Length), "models");
        foreach (Estimator member in members)
        {
            BinaryMember.Check(member);
            PartCheck.Count(member.Classes.Count, 2, "classes of a model");
        }

        (_members, _classes) = (members, classes);
        InputWidth = PartCheck.CommonWidth(members);
    }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override string Algorithm => "one_vs_one";

    /// <inheritdoc/>
    public override int InputWidth { get; }

    /// <inheritdoc/>
    public override bool ReadsText(int column) => Array.Exists(_members, member => member.ReadsText(column));

    /// <inheritdoc/>
    public override IReadOnlyList<string> Classes => _classes;

    /// <inheritdoc/>
    public override int DecisionCount => _classes.Length == 2 ? 1 : _classes.Length;

    public static OneVsOneEstimator Read(ref PartReader reader) => new(reader.Parts<Estimator>(), reader.Texts("a class"));

    /// <inheritdoc/>
    public override void Write(PartWriter writer)
    {
        writer.Parts(_members);
        writer.Texts(_classes);
    }

    /// <inheritdoc/>
    public override void Decide(RowVector row, Span<double> values, Workspace workspace)
    {
        RowVector all = workspace.Rent(_classes.Length);
        RowVector votes = workspace.Rent(_members.Length);
        RowVector scores = workspace.Rent(_members.Length);
        for (int i = 0; i < _members.Length; i++)
        {
            votes.Numbers[i] = _members[i].Predict(row, workspace);
            scores.Numbers[i] = BinaryMember.Score(_members[i], row, workspace);
        }

        PairVotes.Join(votes.Numbers, scores.Numbers, all.Numbers);
        all.Numbers[(_classes.Length == 2 ? 1 : 0)..].CopyTo(values);
        workspace.Return();
        workspace.Return();
        workspace.Return();
    }

    /// <inheritdoc/>
    public override double Predict(RowVector row, Workspace workspace)
    {
        RowVector values = workspace.Rent(DecisionCount);
        Decide(row, values.Numbers, workspace);
        int predicted = values.Width > 1 ? IndexOfLargest(values.Numbers)
            : values.Numbers[0] > BinaryMember.Threshold(_members[0]) ? 1
            : 0;
        workspace.Return();
        return predicted;
    }
}
