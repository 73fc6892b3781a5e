using Hamf.Pipeline.Governance;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Hamf.Server.Security;

/// <summary>The roles of the browser pages: a reader may open each; what their forms do is listed here, and an unlisted form is an admin's.</summary>
internal static class PageRoles
{
    /// <summary>Where to sign in; open, as are its forms.</summary>
    public const string SignIn = "/sign-in";

    /// <summary>Gives a page its role.</summary>
    public static void Declare(EndpointBuilder page) => page.Metadata.Add(((RouteEndpointBuilder)page).RoutePattern.RawText?.TrimStart('/') switch
    {
        "sign-in" => new EndpointRole(null, null),
        "ui/alerts/{eventId}" => new EndpointRole(Role.Reader, Role.Scorer),
        _ => new EndpointRole(Role.Reader, Role.Admin),
    });
}
