using Hamf.Models.Formats.Pickle;

namespace Hamf.Models.Formats.Sklearn;

/// <summary>Reads the class labels of a fitted classifier.</summary>
internal static class ClassLabels
{
    /// <summary>The labels in <c>classes_</c>; a model of several targets at once is refused.</summary>
    public static string[] Of(StateReader state, string name = "classes_")
    {
        if (state.Get(name) is PyList { Items: [PyArray, ..] })
        {
            throw SeveralTargets(state);
        }

        return state.Labels(name);
    }

    /// <summary>The labels that a LabelBinarizer or LabelEncoder inside keeps.</summary>
    public static string[] OfEncoder(StateReader state, string name)
    {
        if (state.Get(name) is PyList)
        {
            throw SeveralTargets(state);
        }

        StateReader encoder = state.Child(name);
        return encoder.Text("y_type_", string.Empty).StartsWith("multilabel", StringComparison.Ordinal) ? throw SeveralTargets(state) : Of(encoder);
    }

    /// <summary>The refusal of a model that predicts several targets.</summary>
    public static ImportException SeveralTargets(StateReader state) => state.Fault(
        $"this {state.Type.Name} predicts several targets at once, which is not supported",
        "Save a model for each target");
}
