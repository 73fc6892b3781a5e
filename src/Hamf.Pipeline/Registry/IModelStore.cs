namespace Hamf.Pipeline.Registry;

/// <summary>
/// Keeps registered models, versions and aliases, and shows those versions that Hamf can score with; all others are in
/// <see cref="IRegistryStore"/>, on the same rows. Thread-safe; every call is durable when it returns.
/// </summary>
public interface IModelStore
{
    /// <summary>
    /// Registers a version with the next number of its name. It becomes champion where the name has none yet, else challenger.
    /// </summary>
    /// <param name="version">Everything but number, time and aliases, which are given here.</param>
    /// <param name="mayServe">False for a model without a score: it gets no alias.</param>
    /// <returns>The version as registered.</returns>
    ModelVersion Register(ModelVersion version, bool mayServe = true);

    /// <summary>Resolves a reference, or null. A name without champion resolves to null, and so does one whose champion has nothing to score with.</summary>
    ModelVersion? Find(ModelReference reference);

    /// <summary>All versions of a name (or of all names), by name, newest first.</summary>
    IReadOnlyList<ModelVersion> List(string? name);

    /// <summary>The newest versions of a name, newest first.</summary>
    IReadOnlyList<ModelVersion> Newest(string name, int max);

    /// <summary>The names that have a version, in order.</summary>
    /// <param name="offset">How many to pass over.</param>
    /// <param name="max">At most so many.</param>
    Page<string> Names(long offset, int max);

    /// <summary>The champion of every name that has one to score with, by name. Cheap however many versions there are: it is asked every second.</summary>
    IReadOnlyList<Champion> Champions();

    /// <summary>Whether there is a version of a name (or of any name) that Hamf can score with. Cheap.</summary>
    bool HasVersion(string? name);

    /// <summary>
    /// Points the alias at a version and writes who, when, from what, to what, why and what was known of both into its history. A version that has
    /// become champion no longer waits as challenger.
    /// </summary>
    /// <exception cref="KeyNotFoundException">There is no such version that Hamf can score with.</exception>
    void SetAlias(string name, string alias, int version, string actor, string reason);

    /// <summary>Changes of an alias, newest first.</summary>
    IReadOnlyList<AliasChange> History(string name, string alias);
}

/// <summary>One move of an alias.</summary>
/// <param name="At">When.</param>
/// <param name="From">The version before, or null.</param>
/// <param name="To">The version after, or null when the alias was taken away.</param>
/// <param name="Actor">Who.</param>
/// <param name="Reason">Why.</param>
/// <param name="Evidence">
/// JSON of what was known then, or null: an object of <c>from</c> and <c>to</c>, each with <c>version</c>, <c>run_id</c> and <c>metrics</c>.
/// </param>
public sealed record AliasChange(DateTimeOffset At, int? From, int? To, string Actor, string Reason, string? Evidence = null);
