using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;
using Hamf.Server.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hamf.Server.Api;

/// <summary>The pages' style sheets and scripts, embedded in the assembly and read once.</summary>
internal static class AssetsApi
{
    private const string ResourcePrefix = "assets/";

    private static readonly FrozenDictionary<string, Lazy<Asset>> All = typeof(AssetsApi).Assembly.GetManifestResourceNames()
        .Where(n => n.StartsWith(ResourcePrefix, StringComparison.Ordinal))
        .ToFrozenDictionary(n => n[ResourcePrefix.Length..], n => new Lazy<Asset>(() => Load(n)), StringComparer.Ordinal);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/assets/{name}", AnswerAsync).NeedsNoKey();

    /// <summary>The asset's address with its digest, so that a browser may keep it for ever.</summary>
    public static string Url(string name) => $"/assets/{name}?v={All[name].Value.Digest}";

    private static Task AnswerAsync(HttpContext http)
    {
        if (!All.TryGetValue(http.RouteText("name"), out Lazy<Asset>? lazy))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        Asset asset = lazy.Value;
        http.Response.ContentType = asset.ContentType;
        http.Response.ContentLength = asset.Content.Length;
        http.Response.Headers.CacheControl = http.Request.Query["v"] == asset.Digest ? "public, max-age=31536000, immutable" : "no-cache";
        return http.Response.Body.WriteAsync(asset.Content, http.RequestAborted).AsTask();
    }

    private static Asset Load(string resource)
    {
        using Stream source = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!;
        byte[] content = new byte[source.Length];
        source.ReadExactly(content);
        string type = Path.GetExtension(resource) switch
        {
            ".css" => "text/css; charset=utf-8",
            ".js" => "text/javascript; charset=utf-8",
            ".svg" => "image/svg+xml",
            _ => "application/octet-stream",
        };
        return new Asset(content, type, Convert.ToHexStringLower(SHA256.HashData(content))[..16]);
    }

    private sealed record Asset(byte[] Content, string ContentType, string Digest);
}
