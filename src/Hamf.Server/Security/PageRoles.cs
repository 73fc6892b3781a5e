using Hamf.Pipeline.Governance;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hamf.Server.Security;

/// <summary>
/// The roles and methods of the browser pages: a reader may open each; what their forms do is listed here. A method that a page has no handler for
/// would otherwise show it unfilled.
/// </summary>
internal static class PageRoles
{
    /// <summary>Where to sign in; open, as are its forms.</summary>
    public const string SignIn = "/sign-in";

    private static readonly string[] Opens = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Gives a page its role and its methods.</summary>
    public static void Declare(EndpointBuilder page)
    {
        (EndpointRole role, bool hasForms) = ((RouteEndpointBuilder)page).RoutePattern.RawText?.TrimStart('/') switch
        {
            "sign-in" => (new EndpointRole(null, null), true),
            "ui/alerts/{eventId}" => (new EndpointRole(Role.Reader, Role.Scorer), true),
            "ui/models" => (new EndpointRole(Role.Reader, Role.Admin), true),
            _ => (new EndpointRole(Role.Reader, Role.Admin), false),
        };
        page.Metadata.Add(role);
        page.Metadata.Add(new HttpMethodMetadata(hasForms ? [.. Opens, HttpMethods.Post] : Opens));
    }
}
