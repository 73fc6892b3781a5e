namespace Hamf.Models.Graph.Meta;

/// <summary>A two-class model (or a regressor) as part of one for several classes, asked for one number.</summary>
internal static class BinaryMember
{
    /// <summary>Refuses a model that does not give one number.</summary>
    public static void Check(Estimator member)
    {
        bool isFit = member.Classes.Count switch
        {
            0 => true,
            2 => member.DecisionCount == 1 || member.HasProbabilities,
            _ => false,
        };
        if (!isFit)
        {
            throw new ArgumentException($"A model inside ({member.Algorithm}) does not tell two classes apart.");
        }
    }

    /// <summary>The decision value where there is one, else the probability of the second class, else the number.</summary>
    public static double Score(Estimator member, RowVector row, Workspace workspace)
    {
        if (member.Classes.Count == 0)
        {
            return member.Predict(row, workspace);
        }

        if (member.DecisionCount != 1)
        {
            return Probability(member, row, workspace);
        }

        double value = 0;
        member.Decide(row, new Span<double>(ref value), workspace);
        return value;
    }

    /// <summary>The score above which the second class is predicted.</summary>
    public static double Threshold(Estimator member) => member is { Classes.Count: 2, DecisionCount: 1 } ? 0 : 0.5;

    /// <summary>The probability of the second class.</summary>
    public static double Probability(Estimator member, RowVector row, Workspace workspace)
    {
        RowVector both = workspace.Rent(2);
        member.Probabilities(row, both.Numbers, workspace);
        double second = both.Numbers[1];
        workspace.Return();
        return second;
    }
}
