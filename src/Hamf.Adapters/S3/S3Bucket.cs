using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Amazon.S3.Transfer;
using Hamf.Pipeline.Registry;

namespace Hamf.Adapters.S3;

/// <summary>Objects below a prefix of a bucket, by paths relative to it. Thread-safe. Failures say whether trying again may help.</summary>
public sealed class S3Bucket : IDisposable
{
    private readonly IAmazonS3 _client;
    private readonly S3Options _options;
    private readonly S3Location _location;

    /// <summary>Connects with the credentials of the machine.</summary>
    public S3Bucket(S3Location location, S3Options options)
        : this(location, options, credentials: null)
    {
    }

    internal S3Bucket(S3Location location, S3Options options, AWSCredentials? credentials)
    {
        ArgumentNullException.ThrowIfNull(options);
        _location = location;
        _options = options;
        _client = Run(() => options.Connect(credentials));
    }

    /// <summary>Where the objects are.</summary>
    public S3Location Location => _location;

    /// <summary>Size and time of an object, or null when there is none.</summary>
    internal Task<S3Entry?> FindAsync(string path, CancellationToken cancellation) => RunAsync<S3Entry?>(async () =>
    {
        try
        {
            GetObjectMetadataResponse found = await _client.GetObjectMetadataAsync(_location.Bucket, KeyOf(path), cancellation).ConfigureAwait(false);
            return new S3Entry(path, found.ContentLength, TimeOf(found.LastModified));
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    });

    /// <summary>Uploads a file or stream, in parts when it is large; whole or not there.</summary>
    /// <param name="path">The object.</param>
    /// <param name="content">A stream that knows its length; not disposed.</param>
    /// <param name="onlyNew">Whether an object that somebody else has made meanwhile is left as it is, where the service can tell.</param>
    /// <param name="cancellation">Stops; parts that are there already are given up.</param>
    internal Task UploadAsync(string path, Stream content, bool onlyNew, CancellationToken cancellation) => RunAsync(async () =>
    {
        using var transfer = new TransferUtility(_client, new TransferUtilityConfig { MinSizeBeforePartUpload = _options.LeastPartedSize, ConcurrentServiceRequests = 4 });
        var request = new TransferUtilityUploadRequest
        {
            BucketName = _location.Bucket,
            Key = KeyOf(path),
            InputStream = content,
            AutoCloseStream = false,
            PartSize = _options.PartSize,
            ServerSideEncryptionMethod = _options.Encryption is null ? null : ServerSideEncryptionMethod.FindValue(_options.Encryption),
            IfNoneMatch = onlyNew ? "*" : null,
        };
        try
        {
            await transfer.UploadAsync(request, cancellation).ConfigureAwait(false);
        }
        catch (AmazonS3Exception e) when (onlyNew && e.StatusCode == HttpStatusCode.PreconditionFailed)
        {
            // The other upload had the same bytes, and has won.
        }

        return 0;
    });

    /// <summary>Opens an object from an offset on.</summary>
    /// <returns>The stream and how many bytes it gives, or null when there is no such object.</returns>
    internal Task<(Stream Content, long Length)?> OpenAsync(string path, long offset, CancellationToken cancellation) => RunAsync<(Stream, long)?>(async () =>
    {
        var request = new GetObjectRequest { BucketName = _location.Bucket, Key = KeyOf(path), ByteRange = offset == 0 ? null : new ByteRange($"bytes={offset}-") };
        try
        {
            GetObjectResponse response = await _client.GetObjectAsync(request, cancellation).ConfigureAwait(false);
            return (response.ResponseStream, response.ContentLength);
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            return (Stream.Null, 0);
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    });

    /// <summary>Objects below a folder, given with a slash at its end or empty, and the folders in it when only its own level is wanted.</summary>
    internal Task<(List<S3Entry> Objects, List<string> Folders)> ListAsync(string folder, bool deep, CancellationToken cancellation) => RunAsync(async () =>
    {
        List<S3Entry> objects = [];
        List<string> folders = [];
        var request = new ListObjectsV2Request { BucketName = _location.Bucket, Prefix = KeyOf(folder), Delimiter = deep ? null : "/" };
        ListObjectsV2Response page;
        do
        {
            page = await _client.ListObjectsV2Async(request, cancellation).ConfigureAwait(false);
            objects.AddRange((page.S3Objects ?? []).Select(o => new S3Entry(o.Key[_location.Prefix.Length..], o.Size ?? 0, TimeOf(o.LastModified))));
            folders.AddRange((page.CommonPrefixes ?? []).Select(prefix => prefix[_location.Prefix.Length..].TrimEnd('/')));
            request.ContinuationToken = page.NextContinuationToken;
        }
        while (page.IsTruncated == true);
        return (objects, folders);
    });

    /// <summary>Deletes an object; nothing happens when there is none.</summary>
    internal Task DeleteAsync(string path, CancellationToken cancellation) =>
        RunAsync(() => _client.DeleteObjectAsync(_location.Bucket, KeyOf(path), cancellation));

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private string KeyOf(string path) => _location.Prefix + path;

    private static DateTimeOffset TimeOf(DateTime? time) => time is { } known ? new DateTimeOffset(known.ToUniversalTime(), TimeSpan.Zero) : DateTimeOffset.MinValue;

    private async Task<T> RunAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (Exception e) when (e is AmazonServiceException or AmazonClientException or HttpRequestException)
        {
            throw Explain(e);
        }
    }

    private T Run<T>(Func<T> call)
    {
        try
        {
            return call();
        }
        catch (AmazonClientException e)
        {
            throw Explain(e);
        }
    }

    private StoreException Explain(Exception error)
    {
        HttpStatusCode? status = (error as AmazonServiceException)?.StatusCode;
        bool isRefused = status is HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized or HttpStatusCode.NotFound or HttpStatusCode.BadRequest;
        return new StoreException(
            $"{_location} did not answer as expected ({error.Message}). Check the address, the region and the credentials, and that the bucket exists.", !isRefused, error);
    }
}

/// <summary>An object as a bucket lists it.</summary>
/// <param name="Path">Its path below the prefix.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="ChangedAt">When it was last written.</param>
internal sealed record S3Entry(string Path, long Size, DateTimeOffset ChangedAt);
