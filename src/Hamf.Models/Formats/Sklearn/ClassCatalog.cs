using Hamf.Models.Formats.CatBoost;
using Hamf.Models.Formats.LightGBM;
using Hamf.Models.Formats.Pickle;
using Hamf.Models.Formats.Sklearn.Preprocessing;
using Hamf.Models.Formats.Sklearn.Text;
using Hamf.Models.Formats.Sklearn.Trees;
using Hamf.Models.Formats.XGBoost;
using Hamf.Models.Graph;

namespace Hamf.Models.Formats.Sklearn;

/// <summary>The Python classes that can be imported, by exact module and name; each family lists its own.</summary>
internal static class ClassCatalog
{
    // Deeper than anybody nests pipelines; a file that goes deeper is refused.
    private const int MaxDepth = 32;

    private static readonly Dictionary<string, ClassReader> Readers = new(
        [
            .. CompositionClasses.All,
            .. PreprocessingClasses.All,
            .. TextClasses.All,
            .. BaselineClasses.All,
            .. BayesClasses.All,
            .. CalibrationClasses.All,
            .. KernelClasses.All,
            .. LinearClasses.All,
            .. MetaClasses.All,
            .. MultiClasses.All,
            .. NeighborClasses.All,
            .. NeuralClasses.All,
            .. RegressionClasses.All,
            .. TreeClasses.All,
            .. GradientBoostingClasses.All,
            .. HistogramBoostingClasses.All,
            .. IsolationClasses.All,
            .. XGBoostClasses.All,
            .. LightGBMClasses.All,
            .. CatBoostClasses.All,
        ],
        StringComparer.Ordinal);

    /// <summary>The full names of the classes, with their modules of today; some are known only to be refused with a reason.</summary>
    public static IReadOnlyCollection<string> Names => Readers.Keys;

    /// <summary>Whether objects of the class can be imported; old module names count.</summary>
    public static bool Knows(PyName type) => Readers.ContainsKey(ModuleNames.Today(type));

    /// <summary>Reads an object as the part that it is.</summary>
    /// <exception cref="ImportException">Its class is not known, its state is not that of a fitted model, or it does not fit together.</exception>
    public static GraphPart Read(StateReader state)
    {
        state.CountPart();
        if (state.Depth > MaxDepth)
        {
            throw state.Fault($"models are nested more than {MaxDepth} deep");
        }

        if (!Readers.TryGetValue(ModuleNames.Today(state.Type), out ClassReader? read))
        {
            throw state.Fault(
                $"class {state.Type.FullName} is not one that can be imported",
                "Export this part as ONNX, or replace it by a known class and save the model again");
        }

        try
        {
            return read(state);
        }
        catch (ArgumentException e)
        {
            throw state.Fault($"the state of {state.Type.Name} does not fit together: {e.Message.TrimEnd('.')}");
        }
    }
}
