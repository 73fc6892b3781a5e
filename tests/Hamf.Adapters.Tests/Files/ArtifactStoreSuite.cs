using System.Security.Cryptography;
using Hamf.Pipeline.Registry.Artifacts;

namespace Hamf.Adapters.Tests.Files;

/// <summary>What every store of artifacts does, wherever it keeps them.</summary>
public abstract class ArtifactStoreSuite
{
    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected abstract IArtifactBlobs Store { get; }

    /// <summary>The paths of all stored content, and of all that is on its way.</summary>
    protected abstract IReadOnlyList<string> Files();

    /// <summary>Changes the stored bytes behind the store's back.</summary>
    protected abstract void Damage(string digest);

    /// <summary>Makes what is stored look as if it had been stored an hour ago.</summary>
    protected abstract void Age(string digest);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData((1 << 20) - 1)]
    [InlineData(1 << 20)]
    [InlineData((1 << 20) + 1)]
    [InlineData(13_000_001)]
    public async Task A_stream_of_any_length_comes_back(int size)
    {
        byte[] content = Bytes(size);

        StoredBlob blob = await Store.WriteAsync(new TrickleStream(content), Cancellation);

        Assert.Equal(new StoredBlob(Convert.ToHexStringLower(SHA256.HashData(content)), size), blob);
        Assert.Equal(content, Store.Get(blob.Digest));
        Assert.Equal(size, await Store.SizeOfAsync(blob.Digest, Cancellation));
        Assert.Equal(content, await ReadAsync(blob.Digest, 0));
        Assert.Equal(content[(size / 2)..], await ReadAsync(blob.Digest, size / 2));
        Assert.Empty(await ReadAsync(blob.Digest, size));
    }

    [Fact]
    public async Task The_same_bytes_are_stored_once_however_they_come()
    {
        byte[] content = Bytes(70_000);

        string put = Store.Put(content);
        StoredBlob[] written = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Store.WriteAsync(new MemoryStream(content), Cancellation)));

        Assert.All(written, blob => Assert.Equal(put, blob.Digest));
        Assert.Single(Files());
        Assert.Equal(content.Length, Store.Read(put, bytes => bytes.Length));
    }

    [Fact]
    public async Task A_stream_that_breaks_leaves_nothing()
    {
        await Assert.ThrowsAsync<IOException>(() => Store.WriteAsync(new TrickleStream(Bytes(3_000_000)) { BreakAt = 2_500_000 }, Cancellation));
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Store.WriteAsync(new TrickleStream(Bytes(3_000_000)) { BreakAt = 2_500_000, Break = stop.Cancel }, stop.Token));

        Assert.Empty(Files());
    }

    [Fact]
    public async Task Damaged_content_is_never_given_as_whole()
    {
        string digest = Store.Put(Bytes(5000));

        Damage(digest);

        Assert.Contains(digest, Assert.Throws<InvalidDataException>(() => Store.Get(digest)).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => Store.Read(digest, bytes => bytes.Length));
        await Task.CompletedTask;
    }

    [Fact]
    public async Task What_is_not_there_is_named()
    {
        string digest = new('a', 64);

        Assert.Contains(digest, Assert.Throws<FileNotFoundException>(() => Store.Get(digest)).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<FileNotFoundException>(() => Store.OpenAsync(digest, 0, Cancellation));
        Assert.Null(await Store.SizeOfAsync(digest, Cancellation));
        Store.Remove(digest);
        Assert.True(await Store.RemoveIdleAsync(digest, DateTimeOffset.MaxValue, Cancellation));
    }

    [Theory]
    [InlineData("")]
    [InlineData("../../etc/passwd")]
    [InlineData("BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD")]
    public async Task A_digest_that_could_name_something_else_is_refused(string digest)
    {
        Assert.Throws<ArgumentException>(() => Store.Get(digest));
        Assert.Throws<ArgumentException>(() => Store.Remove(digest));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.OpenAsync(digest, 0, Cancellation));
    }

    [Fact]
    public async Task Only_what_nobody_has_stored_lately_is_removed_as_idle()
    {
        DateTimeOffset since = TimeProvider.System.GetUtcNow() - TimeSpan.FromMinutes(10);
        byte[] content = Bytes(100);
        string digest = Store.Put(content);
        Assert.False(await Store.RemoveIdleAsync(digest, since, Cancellation));

        Age(digest);
        await Store.WriteAsync(new MemoryStream(content), Cancellation);
        Assert.False(await Store.RemoveIdleAsync(digest, since, Cancellation));
        Assert.Equal(content, Store.Get(digest));

        Age(digest);
        Assert.True(await Store.RemoveIdleAsync(digest, since, Cancellation));
        Assert.Empty(Files());
    }

    protected static byte[] Bytes(int count)
    {
        byte[] bytes = new byte[count];
        new Random(count).NextBytes(bytes);
        return bytes;
    }

    private async Task<byte[]> ReadAsync(string digest, long offset)
    {
        await using Stream content = await Store.OpenAsync(digest, offset, Cancellation);
        using MemoryStream all = new();
        await content.CopyToAsync(all, Cancellation);
        return all.ToArray();
    }
}

/// <summary>Gives bytes in pieces of changing size, as a network does, and may break on the way.</summary>
internal sealed class TrickleStream(byte[] content) : MemoryStream(content)
{
    private int _step;

    public int BreakAt { get; init; } = int.MaxValue;

    public Action? Break { get; init; }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Position >= BreakAt)
        {
            (Break ?? (() => throw new IOException("The connection broke.")))();
        }

        cancellationToken.ThrowIfCancellationRequested();
        _step = (_step * 31) + 17;
        int size = Math.Min(buffer.Length, 1 + (_step & 0x1FFFF));
        return base.ReadAsync(buffer[..size], cancellationToken);
    }
}
