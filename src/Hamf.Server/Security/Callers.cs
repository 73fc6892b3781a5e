using Microsoft.AspNetCore.Http;

namespace Hamf.Server.Security;

/// <summary>Knows callers by what their requests show: a key, or the session of a browser that has signed in with one. Thread-safe.</summary>
internal sealed class Callers(KeyRing ring, Sessions sessions)
{
    /// <summary>Who sends a request, or null when nothing in it is accepted now.</summary>
    /// <param name="request">The request.</param>
    /// <param name="isPresented">Whether there was anything that may be meant as a key.</param>
    public Caller? Identify(HttpRequest request, out bool isPresented) =>
        PresentedKey.Verify(request.Headers, ring, out isPresented) ?? (isPresented ? null : SignedIn(request));

    /// <summary>Whether the caller of a request that is still being answered would be let in with it again.</summary>
    public bool IsStillAccepted(HttpContext http) => Caller.Of(http) == Caller.Local || Identify(http.Request, out _) is not null;

    private Caller? SignedIn(HttpRequest request) =>
        request.Headers.Cookie.Count > 0 && request.Cookies[Sessions.Cookie] is { } id && sessions.KeyOf(id) is { } prefix ? ring.OwnerOf(prefix) : null;
}
