using Hamf.Pipeline.Registry.Artifacts;
using Microsoft.AspNetCore.Http;

namespace Hamf.Server.Mlflow;

/// <summary>Knows the server's own space also by its HTTP address, which some experiments have as their artifact location.</summary>
internal static class ProxyAddress
{
    private const string Route = "/api/2.0/mlflow-artifacts/artifacts";

    /// <summary>The URI as <c>mlflow-artifacts:/...</c> where it is an address of this server's artifacts, by the name the caller has for it; else as it is.</summary>
    public static string ToOwn(HttpRequest request, string uri)
    {
        int host = uri.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? 7 : uri.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? 8 : -1;
        int path = host < 0 ? -1 : uri.IndexOf('/', host);
        if (path < 0 || !uri.AsSpan(host, path - host).Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase))
        {
            return uri;
        }

        // Not by System.Uri, which resolves '..' before anybody can refuse it.
        string root = request.PathBase + Route;
        string rest = uri[path..];
        return rest.StartsWith(root, StringComparison.Ordinal) && rest[root.Length..] is "" or ['/', ..] ? $"{ArtifactSpaces.OwnScheme}:{rest[root.Length..]}" : uri;
    }
}
