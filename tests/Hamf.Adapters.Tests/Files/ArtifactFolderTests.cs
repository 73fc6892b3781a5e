using Hamf.Adapters.Files;
using Hamf.Pipeline.Registry.Artifacts;
using Hamf.TestKit;

namespace Hamf.Adapters.Tests.Files;

public sealed class ArtifactFolderTests : ArtifactStoreSuite, IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ArtifactFolder _artifacts;

    protected override IArtifactBlobs Store => _artifacts;

    public ArtifactFolderTests() => _artifacts = new ArtifactFolder(_folder.File("artifacts"));

    [Fact]
    public void Returns_what_was_put_under_its_digest()
    {
        string digest = _artifacts.Put("abc"u8);

        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", digest);
        Assert.Equal("abc"u8.ToArray(), _artifacts.Get(digest));
        Assert.Empty(_artifacts.Get(_artifacts.Put([])));
    }

    [Fact]
    public void Many_at_once_leave_one_whole_file_and_nothing_temporary()
    {
        byte[] content = new byte[200_000];

        Parallel.For(0, 16, _ => _artifacts.Put(content));

        Assert.Equal(content.Length, new FileInfo(Assert.Single(Files())).Length);
    }

    [Fact]
    public void Every_flipped_bit_is_noticed() => Seeds.ForEach(5, random =>
    {
        byte[] content = new byte[300];
        random.NextBytes(content);
        string digest = _artifacts.Put(content);
        content[random.Next(content.Length)] ^= (byte)(1 << random.Next(8));
        File.WriteAllBytes(_artifacts.PathOf(digest), content);

        InvalidDataException error = Assert.Throws<InvalidDataException>(() => _artifacts.Get(digest));

        Assert.Contains(digest, error.Message, StringComparison.Ordinal);
    });

    // Small ones are read, big ones mapped.
    [Theory]
    [InlineData(0)]
    [InlineData(300)]
    [InlineData((1 << 20) - 1)]
    [InlineData(1 << 20)]
    [InlineData(3_000_001)]
    public void A_reader_gets_the_bytes_of_the_digest(int size)
    {
        byte[] content = new byte[size];
        new Random(size).NextBytes(content);
        string digest = _artifacts.Put(content);

        Assert.Equal(content, _artifacts.Read(digest, bytes => bytes.ToArray()));

        File.Delete(_artifacts.PathOf(digest));
        Assert.Throws<FileNotFoundException>(() => _artifacts.Read(digest, bytes => bytes.Length));
    }

    [Theory]
    [InlineData(300)]
    [InlineData(3_000_001)]
    public void A_reader_never_gets_damaged_bytes(int size)
    {
        byte[] content = new byte[size];
        string digest = _artifacts.Put(content);
        content[size / 2] ^= 1;
        File.WriteAllBytes(_artifacts.PathOf(digest), content);
        bool wasCalled = false;

        InvalidDataException error = Assert.Throws<InvalidDataException>(() => _artifacts.Read(digest, _ => wasCalled = true));

        Assert.Contains(digest, error.Message, StringComparison.Ordinal);
        Assert.False(wasCalled);
    }

    [Fact]
    public void What_a_crashed_upload_has_left_goes_after_a_day()
    {
        string fresh = _folder.Write("artifacts/.staging/fresh.tmp", "x");
        string old = _folder.Write("artifacts/.staging/old.tmp", "x");
        File.SetLastWriteTimeUtc(old, TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-2));

        _ = new ArtifactFolder(_folder.File("artifacts"));

        Assert.True(File.Exists(fresh));
        Assert.False(File.Exists(old));
    }

    [Fact]
    public void Only_the_owner_can_read()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no permission bits; run this on Linux or macOS.");
        if (!OperatingSystem.IsWindows())
        {
            string file = _artifacts.PathOf(_artifacts.Put("abc"u8));

            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(file)!));
        }
    }

    public void Dispose() => _folder.Dispose();

    protected override IReadOnlyList<string> Files() => Directory.GetFiles(_folder.File("artifacts"), "*", SearchOption.AllDirectories);

    protected override void Damage(string digest)
    {
        byte[] content = File.ReadAllBytes(_artifacts.PathOf(digest));
        content[^1] ^= 1;
        File.WriteAllBytes(_artifacts.PathOf(digest), content);
    }

    protected override void Age(string digest) =>
        File.SetLastWriteTimeUtc(_artifacts.PathOf(digest), TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(-1));
}
