using Hamf.Pipeline.Registry;

namespace Hamf.Server.Mlflow;

/// <summary>Ids that the API writes as text and Hamf keeps as numbers.</summary>
internal static class WireIds
{
    /// <summary>An experiment's id; a text that can be none names no experiment.</summary>
    /// <exception cref="RegistryException">There cannot be such an experiment.</exception>
    public static long Experiment(string text) =>
        WireNumbers.TryLong(text, out long id) && id >= 0 ? id : throw NoExperiment(text);

    /// <summary>Ids of experiments for a search: what can be none is left out, for it holds nothing.</summary>
    public static IReadOnlyList<long> Experiments(IReadOnlyList<string> texts) =>
        [.. texts.Select(text => WireNumbers.TryLong(text, out long id) ? id : -1).Where(id => id >= 0).Distinct()];

    /// <summary>The refusal of an experiment that is not there.</summary>
    public static RegistryException NoExperiment(string id) => RegistryException.Missing($"No Experiment with id={id} exists.");

    /// <summary>The refusal of a run that is not there.</summary>
    public static RegistryException NoRun(string id) => RegistryException.Missing($"Run with id={id} not found.");
}
