using Hamf.Pipeline.Governance;
using Microsoft.AspNetCore.Http;

namespace Hamf.Server.Security;

/// <summary>Who sends a request.</summary>
/// <param name="Name">A name for histories and logs; never a secret.</param>
/// <param name="Role">What it may do.</param>
internal sealed record Caller(string Name, Role Role)
{
    /// <summary>Whoever reaches a server on loopback without keys is its owner.</summary>
    public static Caller Local { get; } = new("api", Role.Admin);

    /// <summary>The caller of a request.</summary>
    public static Caller Of(HttpContext http) => http.Features.Get<Caller>() ?? Local;
}
