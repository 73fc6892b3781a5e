using Hamf.Models.Formats.Pickle;
using Hamf.Models.Graph.Preprocessing;

namespace Hamf.Models.Formats.Sklearn.Preprocessing;

/// <summary>FunctionTransformer: NumPy's functions by their names, never the function itself.</summary>
internal static class FunctionClass
{
    // What changes the form of an array, not its values.
    private static readonly HashSet<string> Reshaping = new(["ravel", "array", "asarray", "asanyarray", "squeeze"], StringComparer.Ordinal);

    public static ElementFunction Read(StateReader state)
    {
        bool isChecked = state.Flag("validate", state.Version is { Major: 0, Minor: > 0 and < 22 });
        if (state.Find("func") is not { } function)
        {
            return new ElementFunction(state.Width(), ElementFunction.Identity, isChecked);
        }

        if (state.Find("kw_args") is PyDictionary { Items.Count: > 0 })
        {
            throw state.Fault("the function has arguments of its own (kw_args), which is not supported", "Compute this feature before the model");
        }

        (string module, string name) = NameOf(function);
        bool isNumPy = module is "numpy" || module.StartsWith("numpy.", StringComparison.Ordinal);
        if (isNumPy && Reshaping.Contains(name))
        {
            return new ElementFunction(state.Width(), ElementFunction.Identity, isChecked);
        }

        name = name is "abs" ? "absolute" : name;
        return isNumPy && name != ElementFunction.Identity && ElementFunction.Knows(name)
            ? new ElementFunction(state.Width(), name, isChecked)
            : throw state.Fault($"it calls the function {function.Describe()}, which cannot be imported", "Compute this feature before the model");
    }

    // A universal function is a name; before NumPy 1.20 it was a call with module and name.
    private static (string Module, string Name) NameOf(PyValue function) => function switch
    {
        PyName name => (name.Module, name.Name),
        PyObject { Type.Name: "_ufunc_reconstruct", Arguments: [PyText module, PyText name] } => (module.Value, name.Value),
        _ => (string.Empty, string.Empty),
    };
}
