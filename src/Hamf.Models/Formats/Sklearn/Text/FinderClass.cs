using Hamf.Models.Formats.Pickle;
using Hamf.Models.Graph.Text;

namespace Hamf.Models.Formats.Sklearn.Text;

/// <summary>What all vectorizers say of how a text is taken apart.</summary>
internal static class FinderClass
{
    private const string Advice = "Train again with scikit-learn's own, or prepare the texts before the model";

    public static TermFinder Read(StateReader state)
    {
        foreach (string own in (ReadOnlySpan<string>)["preprocessor", "tokenizer"])
        {
            if (state.Find(own) is { } function)
            {
                throw state.Fault($"its {own} is a function of its own, {function.Describe()}, which cannot be imported", Advice);
            }
        }

        if (state.Text("input", "content") != "content")
        {
            throw state.Fault($"it reads files (input='{state.Text("input")}'), not texts", Advice);
        }

        if (state.Ints("ngram_range") is not [var least, var most])
        {
            throw state.Fault("ngram_range should be two numbers");
        }

        TermUnit unit = UnitOf(state);
        return new TermFinder(new TermOptions(
            unit,
            least,
            most,
            state.Flag("lowercase", true),
            AccentsOf(state),
            unit == TermUnit.Word ? state.Text("token_pattern") : WordFinder.UsualPattern,
            unit == TermUnit.Word ? StopWordsOf(state) : []));
    }

    private static TermUnit UnitOf(StateReader state) => state.Get("analyzer") switch
    {
        PyText { Value: "word" } => TermUnit.Word,
        PyText { Value: "char" } => TermUnit.Character,
        PyText { Value: "char_wb" } => TermUnit.CharacterInWord,
        var other => throw state.Fault($"its analyzer is {other.Describe()}, which cannot be imported", Advice),
    };

    private static AccentRemoval AccentsOf(StateReader state) => state.Find("strip_accents") switch
    {
        null => AccentRemoval.None,
        PyText { Value: "ascii" } => AccentRemoval.Ascii,
        PyText { Value: "unicode" } => state.Version is { Major: 0, Minor: > 0 and < 22 } ? AccentRemoval.UnicodeOfComposed : AccentRemoval.Unicode,
        var other => throw state.Fault($"strip_accents is {other.Describe()}, which cannot be imported", Advice),
    };

    private static string[] StopWordsOf(StateReader state) => state.Find("stop_words") switch
    {
        null => [],
        PyText { Value: "english" } => EnglishStopWords.All,
        PyText other => throw state.Fault($"stop_words {other.Describe()} are not known", Advice),
        PySet set => [.. set.Items.Select(item => PyLabels.Print(item, state.Path))],
        PyObject { Type.Name: "frozenset" or "set", Arguments: [var items] } => PyLabels.Read(items, state.Path),
        _ => state.Labels("stop_words"),
    };
}
