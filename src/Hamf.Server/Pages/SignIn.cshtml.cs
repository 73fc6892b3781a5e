using Hamf.Server.Metrics;
using Hamf.Server.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Hamf.Server.Pages;

/// <summary>Gives a browser a session for a key, and ends it.</summary>
internal sealed class SignInModel(KeyRing ring, Sessions sessions, FailureLimit failures, ServerMetrics metrics) : PageModel
{
    /// <summary>Where to go afterwards.</summary>
    public string To { get; private set; } = "/";

    /// <summary>Why the last attempt failed, or null.</summary>
    public string? Problem { get; private set; }

    public void OnGet(string? to) => To = Local(to);

    public IActionResult OnPost(string? key, string? to)
    {
        To = Local(to);
        if (ring.Verify(key?.Trim(), out string prefix) is null)
        {
            return Refuse();
        }

        Response.Cookies.Append(Sessions.Cookie, sessions.Open(prefix), Options());
        return Redirect(To);
    }

    public IActionResult OnPostOut()
    {
        if (Request.Cookies[Sessions.Cookie] is { } id)
        {
            sessions.Close(id);
        }

        Response.Cookies.Delete(Sessions.Cookie, Options());
        return Redirect(PageRoles.SignIn);
    }

    private PageResult Refuse()
    {
        metrics.RecordRefusal("wrong");
        bool isTooMany = failures.Add(HttpContext.Connection.RemoteIpAddress) > FailureLimit.PerMinute;
        Response.StatusCode = isTooMany ? StatusCodes.Status429TooManyRequests : StatusCodes.Status401Unauthorized;
        Problem = isTooMany
            ? "Too many wrong keys came from your address; wait a minute."
            : "This key is not accepted: it is unknown, expired or revoked.";
        return Page();
    }

    private CookieOptions Options() => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = Request.IsHttps,
        Path = "/",
        MaxAge = Sessions.Lifetime,
        IsEssential = true,
    };

    // An address of another site would make this page a stepping stone for it.
    private string Local(string? to) => to is not null && Url.IsLocalUrl(to) ? to : "/";
}
