namespace Hamf.Pipeline.Registry;

/// <summary>Keeps registered models, versions and aliases. Thread-safe; every call is durable when it returns.</summary>
public interface IModelStore
{
    /// <summary>
    /// Registers a version with the next number of its name. It becomes champion where the name has none yet, else challenger.
    /// </summary>
    /// <param name="version">Everything but number, time and aliases, which are given here.</param>
    /// <param name="mayServe">False for a model without a score: it gets no alias.</param>
    /// <returns>The version as registered.</returns>
    ModelVersion Register(ModelVersion version, bool mayServe = true);

    /// <summary>Resolves a reference, or null. A name without champion resolves to null.</summary>
    ModelVersion? Find(ModelReference reference);

    /// <summary>All versions of a name (or of all names), by name, newest first.</summary>
    IReadOnlyList<ModelVersion> List(string? name);

    /// <summary>Points the alias at a version and writes who, when, from what, to what and why into its history.</summary>
    /// <exception cref="KeyNotFoundException">There is no such version.</exception>
    void SetAlias(string name, string alias, int version, string actor, string reason);

    /// <summary>Changes of an alias, newest first.</summary>
    IReadOnlyList<AliasChange> History(string name, string alias);
}

/// <summary>One move of an alias.</summary>
/// <param name="At">When.</param>
/// <param name="From">The version before, or null.</param>
/// <param name="To">The version after.</param>
/// <param name="Actor">Who.</param>
/// <param name="Reason">Why.</param>
public sealed record AliasChange(DateTimeOffset At, int? From, int To, string Actor, string Reason);
