using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Artifacts;
using Hamf.Server.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;

namespace Hamf.Server.Mlflow;

/// <summary>The server's own space over HTTP: what <c>mlflow-artifacts:/</c> means to a client.</summary>
internal sealed class ArtifactProxy(IArtifactSpace space, HamfServerOptions options)
{
    private const string Route = "/mlflow-artifacts/artifacts";

    /// <summary>Sends a file, or lists a folder when the address names none.</summary>
    public Task GetAsync(HttpContext http)
    {
        string path = PathOf(http);
        return path.Length > 0 ? ArtifactDownload.SendAsync(http, space, path) : ListAsync(http);
    }

    /// <summary>Takes a file, straight to where it stays.</summary>
    public async Task PutAsync(HttpContext http)
    {
        string path = RequireFile(PathOf(http));
        LiftLimit(http);
        await space.WriteAsync(path, http.Request.Body, http.RequestAborted).ConfigureAwait(false);
        await EmptyAsync(http).ConfigureAwait(false);
    }

    /// <summary>Removes a file or folder; what is not there is removed already.</summary>
    public async Task DeleteAsync(HttpContext http)
    {
        await space.RemoveAsync(RequireFile(PathOf(http)), http.RequestAborted).ConfigureAwait(false);
        await EmptyAsync(http).ConfigureAwait(false);
    }

    /// <summary>Lets a request's body be as large as an artifact may be.</summary>
    /// <exception cref="RegistryException">It says that it is larger.</exception>
    public void LiftLimit(HttpContext http)
    {
        if (http.Request.ContentLength > options.MaxArtifactBytes)
        {
            throw RegistryException.Invalid($"The artifact is larger than {options.MaxArtifactBytes} bytes.");
        }

        http.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = options.MaxArtifactBytes;
    }

    /// <summary>The path behind a route, from the address as sent: the server has already resolved '..' in the one that routing sees.</summary>
    /// <exception cref="RegistryException">The path leaves the tree.</exception>
    public static string PathBehind(HttpContext http, string route)
    {
        string raw = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        int query = raw.IndexOf('?', StringComparison.Ordinal);
        string target = query < 0 ? raw : raw[..query];
        int at = target.IndexOf(route, StringComparison.Ordinal);
        string path = at < 0 ? throw RegistryException.Invalid("Invalid path") : target[(at + route.Length)..];
        return ArtifactPath.CheckEncoded(path.StartsWith('/') ? path[1..] : path);
    }

    /// <summary>
    /// The path in a field of the query, from the address as sent; empty where there is none. What is no UTF-8 stays encoded in the query that the
    /// framework has read, and would pass for a name.
    /// </summary>
    /// <exception cref="RegistryException">The path leaves the tree.</exception>
    public static string PathIn(HttpContext http, string field)
    {
        foreach (QueryStringEnumerable.EncodedNameValuePair pair in new QueryStringEnumerable(http.Request.QueryString.Value))
        {
            if (pair.DecodeName().Span.Equals(field, StringComparison.OrdinalIgnoreCase))
            {
                return ArtifactPath.CheckField(pair.EncodedValue.ToString());
            }
        }

        return string.Empty;
    }

    /// <summary>Refuses the root where a file is wanted.</summary>
    public static string RequireFile(string path) => path.Length > 0 ? path : throw RegistryException.Invalid("Invalid path");

    /// <summary>Answers that all went well.</summary>
    public static Task EmptyAsync(HttpContext http) => JsonReply.WriteAsync(http, 0, static (json, _) =>
    {
        json.WriteStartObject();
        json.WriteEndObject();
    });

    private async Task ListAsync(HttpContext http)
    {
        string folder = PathIn(http, "path");
        IReadOnlyList<ArtifactFile> files = await space.ListAsync(folder, http.RequestAborted).ConfigureAwait(false);
        await ArtifactListing.WriteAsync(http, null, folder, files).ConfigureAwait(false);
    }

    private static string PathOf(HttpContext http) => PathBehind(http, Route);
}
