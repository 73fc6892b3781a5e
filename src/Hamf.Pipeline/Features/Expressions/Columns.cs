using Hamf.Pipeline.Rows;

namespace Hamf.Pipeline.Features.Expressions;

/// <summary>The columns that expressions may name.</summary>
/// <param name="Schema">As far as it could be read.</param>
/// <param name="Unclear">Names of columns with a problem of their own: nothing is known of their type or role.</param>
internal sealed record Columns(EventSchema Schema, IReadOnlySet<string> Unclear)
{
    /// <summary>Whether a role that no column has may be that of an unclear one.</summary>
    public bool MayHoldMoreRoles => Unclear.Count > 0;
}
