namespace Hamf.Pipeline.Features;

/// <summary>
/// Text to category codes, per feature. While learning, every new text gets the next code; once frozen, an unknown text gets the
/// code "unseen", which is the number of known categories. Not thread-safe while learning.
/// </summary>
public sealed class CategoryEncoding
{
    private readonly Dictionary<string, int>[] _codeOf;
    private readonly List<string>[] _categories;
    private readonly bool _learns;

    private CategoryEncoding(Dictionary<string, int>[] codeOf, List<string>[] categories, bool learns)
    {
        _codeOf = codeOf;
        _categories = categories;
        _learns = learns;
    }

    /// <summary>An encoding that learns, for training.</summary>
    public static CategoryEncoding Learning(int featureCount) => new(
        Enumerable.Range(0, featureCount).Select(_ => new Dictionary<string, int>(StringComparer.Ordinal)).ToArray(),
        Enumerable.Range(0, featureCount).Select(_ => new List<string>()).ToArray(),
        learns: true);

    /// <summary>The frozen encoding of a trained model.</summary>
    /// <param name="categories">Per feature, its categories by code; empty for numeric features.</param>
    public static CategoryEncoding Frozen(IReadOnlyList<IReadOnlyList<string>> categories) => new(
        categories.Select(c => c.Select((text, code) => (text, code))
            .ToDictionary(p => p.text, p => p.code, StringComparer.Ordinal)).ToArray(),
        categories.Select(c => c.ToList()).ToArray(),
        learns: false);

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
