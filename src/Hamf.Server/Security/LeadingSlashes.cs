using Microsoft.AspNetCore.Http;

namespace Hamf.Server.Security;

/// <summary>Takes <c>//version</c> for <c>/version</c>: what a client asks for whose server address ends in a slash.</summary>
internal static class LeadingSlashes
{
    /// <summary>Leaves one slash at the front of the path and goes on.</summary>
    public static Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        if (http.Request.Path.Value is ['/', '/', ..] path)
        {
            http.Request.Path = "/" + path.TrimStart('/');
        }

        return next(http);
    }
}
