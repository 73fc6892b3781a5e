using System.Buffers;
using System.Globalization;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Artifacts;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Hamf.Server.Mlflow;

/// <summary>Sends an artifact: whole or a range of it, as a download that no browser runs in our origin, in bounded memory.</summary>
internal static class ArtifactDownload
{
    private const int BlockSize = 256 << 10;

    // The file was written by whoever may log to a run. Should a browser show it all the same, it has no origin and runs no script.
    private const string Sandbox = "sandbox; default-src 'none'";

    /// <summary>Sends the file of that path.</summary>
    /// <exception cref="RegistryException">There is none.</exception>
    public static async Task SendAsync(HttpContext http, IArtifactSpace space, string path)
    {
        ArtifactFile file = await space.FindAsync(path, http.RequestAborted).ConfigureAwait(false)
            ?? throw RegistryException.Missing($"No such artifact: '{path}'");
        Describe(http.Response, file);
        if (IsKnown(http, file))
        {
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        (long start, long length)? part = Part(http, file);
        if (part is not var (start, length))
        {
            http.Response.StatusCode = StatusCodes.Status416RangeNotSatisfiable;
            http.Response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes */{file.Size}");
            http.Response.ContentLength = 0;
            return;
        }

        http.Response.ContentType = ArtifactTypes.Of(NameOf(path));
        http.Response.ContentLength = length;
        if (!HttpMethods.IsHead(http.Request.Method) && length > 0)
        {
            await CopyAsync(http, space, path, start, length).ConfigureAwait(false);
        }
    }

    private static string NameOf(string path) => path[(path.LastIndexOf('/') + 1)..];

    private static void Describe(HttpResponse response, ArtifactFile file)
    {
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(NameOf(file.Path));
        response.Headers.ContentDisposition = disposition.ToString();
        response.Headers.ContentSecurityPolicy = Sandbox;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.CacheControl = "private, no-cache";
        response.Headers.AcceptRanges = "bytes";
        if (file.Digest.Length > 0)
        {
            response.Headers.ETag = $"\"{file.Digest}\"";
        }
    }

    private static bool IsKnown(HttpContext http, ArtifactFile file) =>
        file.Digest.Length > 0
        && EntityTagHeaderValue.TryParseList(http.Request.Headers.IfNoneMatch, out IList<EntityTagHeaderValue>? tags)
        && tags.Any(tag => tag.Tag == "*" || tag.Tag.AsSpan().Trim('"').SequenceEqual(file.Digest));

    // The range that was asked for, or the whole. Null when there is nothing in it. Several ranges at once are answered by the whole, as any server may.
    private static (long Start, long Length)? Part(HttpContext http, ArtifactFile file)
    {
        if (!RangeHeaderValue.TryParse(http.Request.Headers.Range.ToString(), out RangeHeaderValue? range)
            || range.Unit != "bytes" || range.Ranges.Count != 1 || !IsSameFile(http.Request.Headers.IfRange.ToString(), file))
        {
            return (0, file.Size);
        }

        RangeItemHeaderValue item = range.Ranges.First();
        long start = item.From ?? Math.Max(0, file.Size - item.To!.Value);
        long end = item.From is null ? file.Size - 1 : Math.Min(item.To ?? long.MaxValue, file.Size - 1);
        if (start > end)
        {
            return null;
        }

        http.Response.StatusCode = StatusCodes.Status206PartialContent;
        http.Response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes {start}-{end}/{file.Size}");
        return (start, end - start + 1);
    }

    private static bool IsSameFile(string ifRange, ArtifactFile file) => ifRange.Length == 0 || ifRange == $"\"{file.Digest}\"";

    private static async Task CopyAsync(HttpContext http, IArtifactSpace space, string path, long start, long length)
    {
        Stream content = await space.OpenAsync(path, start, http.RequestAborted).ConfigureAwait(false);
        await using System.Runtime.CompilerServices.ConfiguredAsyncDisposable _ = content.ConfigureAwait(false);
        byte[] block = ArrayPool<byte>.Shared.Rent(BlockSize);
        try
        {
            for (long left = length; left > 0;)
            {
                int read = await content.ReadAsync(block.AsMemory(0, (int)Math.Min(block.Length, left)), http.RequestAborted).ConfigureAwait(false);
                if (read == 0)
                {
                    throw new InvalidDataException($"An artifact ended {left} bytes before its size.");
                }

                await http.Response.Body.WriteAsync(block.AsMemory(0, read), http.RequestAborted).ConfigureAwait(false);
                left -= read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }
}
