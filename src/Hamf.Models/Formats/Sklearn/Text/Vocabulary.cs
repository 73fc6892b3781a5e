using Hamf.Models.Formats.Pickle;

namespace Hamf.Models.Formats.Sklearn.Text;

/// <summary>The terms of a vectorizer by column.</summary>
internal static class Vocabulary
{
    /// <summary>Those learned, or those given when it was made.</summary>
    public static string[] Read(StateReader state)
    {
        string name = state.Has("vocabulary_") || !state.Has("vocabulary") ? "vocabulary_" : "vocabulary";
        return state.Get(name) switch
        {
            PyDictionary dictionary => InOrder(state, dictionary.Items),
            PyObject { Items: { } pairs } => InOrder(state, [.. pairs.Chunk(2).Where(pair => pair.Length == 2).Select(pair => KeyValuePair.Create(pair[0], pair[1]))]),
            PySet set => [.. set.Items.Select(item => TextOf(state, item)).Order(StringComparer.Ordinal)],
            _ => state.Labels(name),
        };
    }

    private static string[] InOrder(StateReader state, List<KeyValuePair<PyValue, PyValue>> items)
    {
        var terms = new string?[items.Count];
        foreach ((PyValue key, PyValue value) in items)
        {
            int column = value is PyInteger { Value: var number } && number >= 0 && number < items.Count ? (int)number : -1;
            if (column < 0 || terms[column] is not null)
            {
                throw state.Fault($"the vocabulary has {items.Count} terms, but {key.Describe()} is in column {value.Describe()}");
            }

            terms[column] = TextOf(state, key);
        }

        return terms!;
    }

    private static string TextOf(StateReader state, PyValue item) =>
        item is PyText text ? text.Value : throw state.Fault($"the vocabulary holds {item.Describe()}; texts were expected");
}
