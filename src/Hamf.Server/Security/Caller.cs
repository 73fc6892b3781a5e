using Hamf.Pipeline.Governance;
using Microsoft.AspNetCore.Http;

namespace Hamf.Server.Security;

/// <summary>
/// Who sends a request. <see cref="AccessGate"/> sets it for every request that reaches an endpoint. No record: a key may be called as
/// <see cref="Local"/> or <see cref="Nobody"/> are, and is neither.
/// </summary>
/// <param name="name">A name for histories and logs; never a secret.</param>
/// <param name="role">What it may do.</param>
internal sealed class Caller(string name, Role role)
{
    /// <summary>Whoever reaches a server on loopback without keys is its owner.</summary>
    public static Caller Local { get; } = new("api", Role.Admin);

    /// <summary>Somebody without a key where keys are required: only calls that are open to everybody are answered.</summary>
    public static Caller Nobody { get; } = new("nobody", Role.Reader);

    /// <summary>A name for histories and logs; never a secret.</summary>
    public string Name => name;

    /// <summary>What it may do.</summary>
    public Role Role => role;

    /// <summary>The caller of a request.</summary>
    public static Caller Of(HttpContext http) => http.Features.Get<Caller>() ?? Nobody;

    /// <summary>Whether it has at least a role.</summary>
    public bool May(Role role) => this != Nobody && Role >= role;
}
