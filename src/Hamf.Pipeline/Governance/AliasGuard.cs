using Hamf.Pipeline.Registry;

namespace Hamf.Pipeline.Governance;

/// <summary>
/// Aliases that only an admin may move or take away, be it by deleting or renaming what they point at. The one place that says so, for MLflow's API
/// and Hamf's own; the command line belongs to whoever owns the home. Immutable.
/// </summary>
/// <param name="names">The protected aliases.</param>
public sealed class AliasGuard(IReadOnlyCollection<string> names)
{
    /// <summary>Whether somebody may move an alias.</summary>
    /// <param name="role">What the caller may do.</param>
    /// <param name="alias">The alias.</param>
    public bool MayMove(Role role, string alias) => role >= Role.Admin || !names.Contains(alias, StringComparer.Ordinal);

    /// <summary>Why not, in a sentence.</summary>
    public static string Refusal(string alias) => $"The alias '{alias}' is protected: only a key with the role admin may move it or take it away.";

    /// <summary>Refuses to move an alias.</summary>
    /// <param name="role">What the caller may do.</param>
    /// <param name="alias">The alias.</param>
    /// <exception cref="RegistryException">The caller may not.</exception>
    public void CheckMove(Role role, string alias)
    {
        if (!MayMove(role, alias))
        {
            throw new RegistryException(RegistryError.PermissionDenied, Refusal(alias));
        }
    }

    /// <summary>
    /// The check for one caller, for a store that deletes or renames what aliases point at: it asks within its change, because which aliases that
    /// are may have changed since anybody looked.
    /// </summary>
    /// <param name="role">What the caller may do.</param>
    public Action<string> For(Role role) => alias => CheckMove(role, alias);
}
