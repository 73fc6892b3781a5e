using System.Text;
using Hamf.Adapters.Files;
using Hamf.TestKit;

namespace Hamf.Adapters.Tests.Files;

public sealed class FolderSpaceTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly FolderSpace _space;

    public FolderSpaceTests()
    {
        Directory.CreateDirectory(_folder.File("root"));
        _folder.Write("canary.txt", "canary");
        _space = new FolderSpace(_folder.File("root"));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reads_lists_and_removes_what_clients_have_written()
    {
        _folder.Write("root/run/a.txt", "abc");
        await _space.WriteAsync("run/model/MLmodel", new MemoryStream("flavors"u8.ToArray()), Cancellation);

        Assert.Equal([("run/a.txt", false, 3L), ("run/model", true, 0L)], (await _space.ListAsync("run", Cancellation)).Select(f => (f.Path, f.IsFolder, f.Size)));
        Assert.Equal(["run"], (await _space.ListAsync("", Cancellation)).Select(f => f.Path));
        Assert.Equal("vors", await ReadAsync("run/model/MLmodel", 3));
        Assert.Null(await _space.FindAsync("run", Cancellation));
        await _space.RemoveAsync("run", Cancellation);
        await _space.RemoveAsync("run", Cancellation);
        Assert.Empty(await _space.ListAsync("", Cancellation));
        await Assert.ThrowsAsync<FileNotFoundException>(() => _space.OpenAsync("run/a.txt", 0, Cancellation));
    }

    // Whoever may write into the folder could put links there.
    [Fact]
    public async Task No_link_leads_out()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege on Windows; run this on Linux or macOS.");
        File.CreateSymbolicLink(_folder.File("root/file"), _folder.File("canary.txt"));
        File.CreateSymbolicLink(_folder.File("root/broken"), _folder.File("not-there.txt"));
        Directory.CreateSymbolicLink(_folder.File("root/folder"), _folder.Path);
        Directory.CreateSymbolicLink(_folder.File("root/relative"), "..");

        Assert.Empty(await _space.ListAsync("", Cancellation));
        foreach (string path in (string[])["file", "broken", "folder/canary.txt", "relative/canary.txt", "folder/root/file"])
        {
            Assert.Null(await _space.FindAsync(path, Cancellation));
            await Assert.ThrowsAsync<FileNotFoundException>(() => _space.OpenAsync(path, 0, Cancellation));
            await Assert.ThrowsAsync<FileNotFoundException>(() => _space.WriteAsync(path, new MemoryStream([1]), Cancellation));
            await _space.RemoveAsync(path, Cancellation);
        }

        Assert.Empty(await _space.ListAsync("folder", Cancellation));
        Assert.Equal("canary", File.ReadAllText(_folder.File("canary.txt")));
        Assert.False(File.Exists(_folder.File("not-there.txt")));
    }

    public void Dispose() => _folder.Dispose();

    private async Task<string> ReadAsync(string path, long offset)
    {
        using StreamReader reader = new(await _space.OpenAsync(path, offset, Cancellation), Encoding.UTF8);
        return await reader.ReadToEndAsync(Cancellation);
    }
}
