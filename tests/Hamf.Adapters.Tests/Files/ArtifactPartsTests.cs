using Hamf.Adapters.Files;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Artifacts;
using Hamf.TestKit;

namespace Hamf.Adapters.Tests.Files;

public sealed class ArtifactPartsTests : IDisposable
{
    private const string Target = "0/model.bin";

    private readonly TempFolder _folder = new();
    private readonly Space _space = new();
    private readonly ArtifactParts _parts;

    public ArtifactPartsTests() => _parts = new ArtifactParts(_folder.File("parts"), _space, TimeProvider.System);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task While_parts_are_joined_nobody_else_joins_changes_or_drops_them()
    {
        string upload = _parts.Begin(Target);
        (int, string)[] tags = [(1, await PutAsync(upload, 1, "one")), (2, await PutAsync(upload, 2, "two"))];
        var refused = new List<RegistryException>();
        _space.Meanwhile = async () =>
        {
            refused.Add(await Assert.ThrowsAsync<RegistryException>(() => _parts.CompleteAsync(upload, Target, tags, Cancellation)));
            refused.Add(await Assert.ThrowsAsync<RegistryException>(() => PutAsync(upload, 1, "other")));
            refused.Add(Assert.Throws<RegistryException>(() => _parts.Abort(upload, Target)));
        };

        await _parts.CompleteAsync(upload, Target, tags, Cancellation);

        Assert.Equal("onetwo", _space.Written);
        Assert.Equal([RegistryError.InvalidState, RegistryError.InvalidState, RegistryError.InvalidState], refused.Select(e => e.Error));
        Assert.Empty(Left());
    }

    [Fact]
    public async Task Parts_that_could_not_be_joined_are_joined_the_next_time()
    {
        string upload = _parts.Begin(Target);
        (int, string)[] tags = [(1, await PutAsync(upload, 1, "one"))];
        _space.Meanwhile = () => throw new IOException("full");
        await Assert.ThrowsAsync<IOException>(() => _parts.CompleteAsync(upload, Target, tags, Cancellation));
        _space.Meanwhile = () => Task.CompletedTask;

        await _parts.CompleteAsync(upload, Target, tags, Cancellation);

        Assert.Equal("one", _space.Written);
    }

    [Fact]
    public async Task A_part_that_arrives_after_its_upload_was_given_up_leaves_nothing()
    {
        string upload = _parts.Begin(Target);
        using var late = new LateStream(() => _parts.Abort(upload, Target));

        RegistryException refused = await Assert.ThrowsAsync<RegistryException>(() => _parts.WriteAsync(upload, 1, late, Cancellation));

        Assert.Equal(RegistryError.ResourceDoesNotExist, refused.Error);
        Assert.Empty(Left());
    }

    public void Dispose() => _folder.Dispose();

    private Task<string> PutAsync(string upload, int number, string text) =>
        _parts.WriteAsync(upload, number, new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)), Cancellation);

    private string[] Left() => Directory.GetFileSystemEntries(_folder.File("parts"));

    /// <summary>Does something else when its first bytes are asked for.</summary>
    private sealed class LateStream(Action first) : MemoryStream("late"u8.ToArray())
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Position == 0)
            {
                first();
            }

            return base.ReadAsync(buffer, cancellationToken);
        }
    }

    /// <summary>Keeps what is written, and does something else before.</summary>
    private sealed class Space : IArtifactSpace
    {
        public Func<Task> Meanwhile { get; set; } = () => Task.CompletedTask;

        public string Written { get; private set; } = "";

        public async Task<ArtifactFile> WriteAsync(string path, Stream content, CancellationToken cancellation)
        {
            await Meanwhile();
            using var reader = new StreamReader(content);
            Written = await reader.ReadToEndAsync(cancellation);
            return new ArtifactFile(path, IsFolder: false, Written.Length, "");
        }

        public Task<ArtifactFile?> FindAsync(string path, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<Stream> OpenAsync(string path, long offset, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<IReadOnlyList<ArtifactFile>> ListAsync(string folder, CancellationToken cancellation) => throw new NotSupportedException();

        public Task RemoveAsync(string path, CancellationToken cancellation) => throw new NotSupportedException();
    }
}
