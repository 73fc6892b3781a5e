using Hamf.Models.Formats.Pickle;
using Hamf.Models.Graph;

namespace Hamf.Models.Formats.Sklearn;

/// <summary>Pipelines, and what only holds the model that was chosen.</summary>
internal static class CompositionClasses
{
    private const int MaxWidthDepth = 4;

    public static IEnumerable<KeyValuePair<string, ClassReader>> All =>
    [
        new("sklearn.pipeline.Pipeline", Pipeline),
        new("imblearn.pipeline.Pipeline", Pipeline),
        new("sklearn.model_selection._search.GridSearchCV", Chosen),
        new("sklearn.model_selection._search.RandomizedSearchCV", Chosen),
        new("sklearn.model_selection._search_successive_halving.HalvingGridSearchCV", Chosen),
        new("sklearn.model_selection._search_successive_halving.HalvingRandomSearchCV", Chosen),
    ];

    // The list holds (name, object) pairs; a step may be None, 'passthrough', or a sampler of imbalanced-learn, which only acts in training.
    private static GraphPart Pipeline(StateReader state)
    {
        IReadOnlyList<PyValue> items = state.Items("steps");
        var steps = new List<GraphPart>();
        for (int i = 0; i < items.Count; i++)
        {
            if (items[i] is not PyTuple { Items: [PyText name, var step] })
            {
                throw state.Fault($"steps[{i}] should be a name and a step, found {items[i].Describe()}");
            }

            bool isSkipped = step is PyNone or PyText { Value: "passthrough" or "drop" }
                || (step is PyObject { Type.Module: var module } && (module.StartsWith("imblearn.over_sampling", StringComparison.Ordinal)
                    || module.StartsWith("imblearn.under_sampling", StringComparison.Ordinal)
                    || module.StartsWith("imblearn.combine", StringComparison.Ordinal)));
            if (!isSkipped)
            {
                int next = i + 1;
                Func<int?> width = steps.Count > 0 ? () => (steps[^1] as Operator)?.OutputWidth : () => state.FindWidth() ?? WidthFrom(state, items, next);
                steps.Add(ClassCatalog.Read(state.Child(step, $"steps[{i}] '{name.Value}'", width)));
            }
        }

        return Join(state, steps);
    }

    // A first step that does not know its width keeps the number of columns, so the next one that knows says it.
    private static int? WidthFrom(StateReader state, IReadOnlyList<PyValue> items, int first)
    {
        // Each level reads its steps twice here, so the levels are few.
        for (int i = first; i < items.Count && state.Depth < MaxWidthDepth; i++)
        {
            if (items[i] is PyTuple { Items: [_, PyObject step] })
            {
                try
                {
                    return ClassCatalog.Read(state.Child(step, $"steps[{i}]")).InputWidth;
                }
                catch (ImportException)
                {
                    // It does not know either, or is at fault itself, which is said when its turn comes.
                }
            }
        }

        return null;
    }

    private static GraphPart Join(StateReader state, List<GraphPart> steps)
    {
        if (steps is [Estimator only])
        {
            return only;
        }

        int wrong = steps.FindIndex(0, Math.Max(steps.Count - 1, 0), step => step is not Operator);
        if (steps.Count == 0 || wrong >= 0)
        {
            throw state.Fault(steps.Count == 0 ? "the pipeline has no steps" : $"step {wrong} of the pipeline predicts, but is not the last");
        }

        Operator[] operators = [.. steps.OfType<Operator>()];
        Operator chain = operators.Length == 1 ? operators[0] : new ChainOperator(operators);
        return steps[^1] is Estimator last ? new PipelineEstimator(chain, last) : chain;
    }

    private static GraphPart Chosen(StateReader state) => ClassCatalog.Read(state.Child("best_estimator_"));
}
