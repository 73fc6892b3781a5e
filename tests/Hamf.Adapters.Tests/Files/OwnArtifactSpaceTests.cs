using Hamf.Adapters.Files;
using Hamf.Adapters.Relational;
using Hamf.Adapters.Tests.Relational;
using Hamf.TestKit;

namespace Hamf.Adapters.Tests.Files;

public sealed class OwnArtifactSpaceTests : IDisposable
{
    private static readonly TimeSpan Step = OwnArtifactSpace.Grace + TimeSpan.FromMinutes(1);

    private readonly SqliteHome _home = new();
    private readonly TempFolder _folder = new();
    private readonly ManualTime _time = new(TimeProvider.System.GetUtcNow() - Step);
    private readonly ArtifactFolder _blobs;
    private readonly OwnArtifactSpace _space;

    public OwnArtifactSpaceTests()
    {
        _blobs = new ArtifactFolder(_folder.Path);
        _space = new OwnArtifactSpace(new ArtifactNames(_home.Database), _blobs, _time);
        _home.Time.Advance(_time.GetUtcNow() - _home.Time.GetUtcNow());
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Content_goes_some_time_after_its_last_name()
    {
        string digest = (await _space.WriteAsync("a", new MemoryStream([1, 2]), Cancellation)).Digest;
        await _space.WriteAsync("b", new MemoryStream([1, 2]), Cancellation);
        await _space.RemoveAsync("a", Cancellation);
        Advance();
        Assert.Equal(0, await _space.CollectAsync(Cancellation));

        await _space.RemoveAsync("b", Cancellation);
        Assert.True(File.Exists(_blobs.PathOf(digest)));
        Advance();
        Assert.Equal(1, await _space.CollectAsync(Cancellation));

        Assert.False(File.Exists(_blobs.PathOf(digest)));
        Assert.Equal(0, await _space.CollectAsync(Cancellation));
    }

    // The other upload has found the content and not named it yet when the last name goes.
    [Fact]
    public async Task An_upload_on_its_way_finds_its_content_when_it_names_it()
    {
        string digest = (await _space.WriteAsync("old", new MemoryStream([1, 2]), Cancellation)).Digest;
        await _space.RemoveAsync("old", Cancellation);
        Advance();
        File.SetLastWriteTimeUtc(_blobs.PathOf(digest), _time.GetUtcNow().UtcDateTime.AddHours(-1));
        await _blobs.WriteAsync(new MemoryStream([1, 2]), Cancellation);

        Assert.Equal(0, await _space.CollectAsync(Cancellation));
        new ArtifactNames(_home.Database).Put("new", digest, 2);

        Assert.Equal([1, 2], _blobs.Get(digest));
        Advance();
        Assert.Equal(0, await _space.CollectAsync(Cancellation));
    }

    public void Dispose()
    {
        _home.Dispose();
        _folder.Dispose();
    }

    private void Advance()
    {
        _time.Advance(Step);
        _home.Time.Advance(Step);
    }
}
