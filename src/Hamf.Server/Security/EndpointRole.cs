using Hamf.Pipeline.Governance;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Hamf.Server.Security;

/// <summary>The least role that an endpoint demands; null is open to everybody. Every endpoint carries one: a test looks.</summary>
/// <param name="Reads">For GET and HEAD.</param>
/// <param name="Changes">For every other method.</param>
internal sealed record EndpointRole(Role? Reads, Role? Changes)
{
    /// <summary>Whether refusals have MLflow's form.</summary>
    public bool IsMlflow { get; init; }

    /// <summary>The role that a request needs.</summary>
    public Role? Of(HttpRequest request) => HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) ? Reads : Changes;
}

/// <summary>Declares the role of endpoints.</summary>
internal static class EndpointRoles
{
    /// <summary>The endpoint demands at least this role.</summary>
    public static T Needs<T>(this T route, Role role)
        where T : IEndpointConventionBuilder => route.WithMetadata(new EndpointRole(role, role));

    /// <summary>The endpoint is open to everybody who reaches the server.</summary>
    public static T NeedsNoKey<T>(this T route)
        where T : IEndpointConventionBuilder => route.WithMetadata(new EndpointRole(null, null));
}
