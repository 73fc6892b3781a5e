namespace Hamf.Models.Graph.Meta;

/// <summary>What the models of an ensemble count.</summary>
internal static class MemberWeights
{
    /// <summary>Refuses weights that do not fit the models or have no mean.</summary>
    public static void Check(double[] weights, int members)
    {
        if (members == 0)
        {
            throw new ArgumentException("The ensemble holds no model.");
        }

        PartCheck.Count(weights.Length, members, "weights of models");
        PartCheck.Finite(weights, "weights of models");
        if (weights.Sum() == 0)
        {
            throw new ArgumentException("The weights of the models add up to 0.");
        }
    }

    /// <summary>For each class of a model inside, its position among the ensemble's classes.</summary>
    public static int[] Positions(IReadOnlyList<string> inner, IReadOnlyList<string> outer)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < outer.Count; i++)
        {
            places[outer[i]] = i;
        }

        int[] positions = [.. inner.Select(label => places.GetValueOrDefault(label, -1))];
        int missing = Array.IndexOf(positions, -1);
        if (missing >= 0)
        {
            throw new ArgumentException($"A model inside predicts class '{inner[missing]}', which the ensemble does not have.");
        }

        return positions;
    }

    /// <summary>The labels of classes that were numbered before training: 0, 1, ...</summary>
    public static string[] Numbered(int count) =>
        [.. Enumerable.Range(0, count).Select(i => i.ToString(System.Globalization.CultureInfo.InvariantCulture))];
}
