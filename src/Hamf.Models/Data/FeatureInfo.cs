namespace Hamf.Models.Data;

/// <summary>One input of a model.</summary>
/// <param name="Name">Unique name.</param>
/// <param name="Kind">How the model reads it.</param>
/// <param name="Categories">The categories learned in training, by code; empty unless it is categorical.</param>
public sealed record FeatureInfo(string Name, FeatureKind Kind, IReadOnlyList<string> Categories)
{
    /// <summary>The code of a category that was not seen in training.</summary>
    public int UnseenCode => Categories.Count;

    /// <summary>A feature of raw text.</summary>
    public static FeatureInfo Text(string name) => new(name, FeatureKind.Text, []);

    /// <summary>A numeric feature.</summary>
    public static FeatureInfo Numeric(string name) => new(name, FeatureKind.Numeric, []);
}
