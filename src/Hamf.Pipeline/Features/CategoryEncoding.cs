using Hamf.Models.Data;

namespace Hamf.Pipeline.Features;

/// <summary>
/// Text to category codes, per feature. While learning, every new text gets the next code; once frozen, an unknown text gets the
/// code "unseen", which is the number of known categories. Not thread-safe while learning.
/// </summary>
public sealed class CategoryEncoding
{
    private readonly Dictionary<string, int>[] _codeOf;
    private readonly List<string>[] _categories;
    private readonly bool[] _staysText;
    private readonly bool _learns;

    private CategoryEncoding(Dictionary<string, int>[] codeOf, List<string>[] categories, bool[] staysText, bool learns)
    {
        _codeOf = codeOf;
        _categories = categories;
        _staysText = staysText;
        _learns = learns;
    }

    /// <summary>An encoding that learns, for training.</summary>
    public static CategoryEncoding Learning(int featureCount) => new(
        Enumerable.Range(0, featureCount).Select(_ => new Dictionary<string, int>(StringComparer.Ordinal)).ToArray(),
        Enumerable.Range(0, featureCount).Select(_ => new List<string>()).ToArray(),
        new bool[featureCount],
        learns: true);

    /// <summary>The frozen encoding of a model.</summary>
    /// <param name="inputs">Its features: with their categories, or read as text by the model itself.</param>
    public static CategoryEncoding Frozen(IReadOnlyList<FeatureInfo> inputs) => new(
        inputs.Select(i => i.Categories.Select((text, code) => (text, code))
            .ToDictionary(p => p.text, p => p.code, StringComparer.Ordinal)).ToArray(),
        inputs.Select(i => i.Categories.ToList()).ToArray(),
        inputs.Select(i => i.Kind == FeatureKind.Text).ToArray(),
        learns: false);

    /// <summary>Whether a feature has no codes because the model reads the text itself.</summary>
    public bool StaysText(int feature) => _staysText[feature];

    /// <summary>The categories of a feature so far, by code.</summary>
    public IReadOnlyList<string> CategoriesOf(int feature) => _categories[feature];

    /// <summary>The code of a text; NaN for null.</summary>
    public double CodeOf(int feature, string? text)
    {
        if (text is null)
        {
            return double.NaN;
        }

        if (_codeOf[feature].TryGetValue(text, out int code))
        {
            return code;
        }

        if (!_learns)
        {
            return _categories[feature].Count;
        }

        code = _categories[feature].Count;
        _codeOf[feature].Add(text, code);
        _categories[feature].Add(text);
        return code;
    }
}
