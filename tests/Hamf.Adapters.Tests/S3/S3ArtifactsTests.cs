using System.Text;
using Amazon.Runtime;
using Hamf.Adapters.S3;
using Hamf.Adapters.Tests.Files;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Artifacts;
using Hamf.TestKit;

namespace Hamf.Adapters.Tests.S3;

[Trait("needs", "s3")]
public sealed class S3ArtifactsTests : ArtifactStoreSuite, IDisposable
{
    private readonly S3Server _server = S3Server.Start();
    private readonly TempFolder _staging = new();
    private readonly S3Bucket _bucket;

    public S3ArtifactsTests()
    {
        _bucket = BucketWith(S3Server.Key);
        Store = new S3Artifacts(_bucket, _staging.Path, TimeProvider.System);
    }

    protected override IArtifactBlobs Store { get; }

    [Fact]
    public async Task A_busy_service_is_asked_again()
    {
        string digest = Store.Put("abc"u8);

        _server.Fail(2);

        Assert.Equal("abc"u8.ToArray(), Store.Get(digest));
        _server.Fail(2);
        await Store.WriteAsync(new MemoryStream(Bytes(9_000_000)), Cancellation);
    }

    [Fact]
    public void A_wrong_secret_is_said_and_never_tried_again()
    {
        using S3Bucket bucket = BucketWith("wrong");

        StoreException error = Assert.Throws<StoreException>(() => new S3Artifacts(bucket, _staging.Path, TimeProvider.System).Put("abc"u8));

        Assert.False(error.IsTransient);
        Assert.Contains("s3://hamf-test/models/", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tree_in_a_bucket_is_read_and_written()
    {
        var space = new S3Space(_bucket, _staging.Path);
        foreach (string path in (string[])["run/a.txt", "run/model/MLmodel", "run/model/data/x", "runner"])
        {
            await space.WriteAsync(path, new MemoryStream(Encoding.UTF8.GetBytes(path)), Cancellation);
        }

        Assert.Equal([("run/a.txt", false, 9L), ("run/model", true, 0L)], (await space.ListAsync("run", Cancellation)).Select(f => (f.Path, f.IsFolder, f.Size)));
        Assert.Equal(["run", "runner"], (await space.ListAsync("", Cancellation)).Select(f => f.Path));
        Assert.Equal(6, (await space.FindAsync("runner", Cancellation))!.Size);
        Assert.Null(await space.FindAsync("run", Cancellation));
        using StreamReader content = new(await space.OpenAsync("run/model/MLmodel", 4, Cancellation));
        Assert.Equal("model/MLmodel", await content.ReadToEndAsync(Cancellation));

        await space.RemoveAsync("run", Cancellation);

        Assert.Equal(["runner"], (await space.ListAsync("", Cancellation)).Select(f => f.Path));
        await Assert.ThrowsAsync<FileNotFoundException>(() => space.OpenAsync("run/a.txt", 0, Cancellation));
    }

    [Fact]
    public async Task Long_lists_come_in_pages()
    {
        var space = new S3Space(_bucket, _staging.Path);
        string folder = Path.Combine(_server.BucketFolder, "models", "many");
        await space.WriteAsync("many/0", new MemoryStream([1]), Cancellation);
        foreach (string part in Directory.GetFiles(folder))
        {
            for (int i = 1; i < 1200; i++)
            {
                string name = Path.GetFileName(part);
                File.Copy(part, Path.Combine(folder, i + name[1..]));
            }
        }

        Assert.Equal(1200, (await space.ListAsync("many", Cancellation)).Count);
    }

    protected override IReadOnlyList<string> Files() =>
        [.. Directory.GetFiles(_server.BucketFolder, "*_object", SearchOption.AllDirectories), .. Directory.GetFiles(_staging.Path)];

    protected override void Damage(string digest)
    {
        string file = ObjectOf(digest);
        byte[] content = File.ReadAllBytes(file);
        content[^1] ^= 1;
        File.WriteAllBytes(file, content);
    }

    protected override void Age(string digest) => File.SetLastWriteTimeUtc(ObjectOf(digest), TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(-1));

    public void Dispose()
    {
        _bucket.Dispose();
        _server.Dispose();
        _staging.Dispose();
    }

    private string ObjectOf(string digest) => Directory.GetFiles(_server.BucketFolder, digest + "*_object", SearchOption.AllDirectories).Single();

    private S3Bucket BucketWith(string secret) => new(
        new S3Location(S3Server.Bucket, "models/"),
        new S3Options { Endpoint = _server.Url, LeastPartedSize = 6 << 20, PartSize = 5 << 20 },
        new BasicAWSCredentials(S3Server.Key, secret));
}
