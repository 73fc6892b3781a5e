using System.Text;
using Hamf.Adapters.Files;
using Hamf.Pipeline.Flows.Streaming;
using Hamf.TestKit;

namespace Hamf.Adapters.Tests.Files;

public sealed class StateFolderTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly StateFolder _states;

    public StateFolderTests() => _states = new StateFolder(_folder.File("state"));

    [Fact]
    public void Returns_the_newest_that_is_not_ahead()
    {
        Save(10);
        Save(20);

        Assert.Equal((20, "state at 20"), Latest(long.MaxValue));
        Assert.Equal((20, "state at 20"), Latest(20));
        Assert.Equal((10, "state at 10"), Latest(19));
        Assert.Null(Latest(9));
        Assert.Null(_states.Latest("other", "d", 100));
        Assert.Null(_states.Latest("card-fraud", "other", 100));
    }

    [Fact]
    public void Keeps_the_last_two()
    {
        foreach (long offset in (long[])[9, 10, 100])
        {
            Save(offset);
        }

        Assert.Equal(2, Files().Length);
        Assert.Equal((10, "state at 10"), Latest(99));
        Assert.Null(Latest(9));
    }

    [Fact]
    public void A_damaged_or_cut_snapshot_is_passed_over_for_the_one_before()
    {
        Save(10);
        Save(20);
        string newest = Files().Order().Last();
        byte[] content = File.ReadAllBytes(newest);
        content[3] ^= 1;
        File.WriteAllBytes(newest, content);
        Assert.Equal((10, "state at 10"), Latest(100));

        File.WriteAllBytes(newest, content[..5]);

        Assert.Equal((10, "state at 10"), Latest(100));
    }

    [Fact]
    public void A_snapshot_that_fails_half_way_leaves_nothing_behind()
    {
        Save(10);

        Assert.Throws<InvalidOperationException>(() => _states.Save("card-fraud", "d", 20, stream =>
        {
            stream.WriteByte(1);
            throw new InvalidOperationException();
        }));

        Assert.Single(Files());
        Assert.Equal((10, "state at 10"), Latest(100));
    }

    [Theory]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("")]
    public void A_name_that_could_leave_the_folder_is_refused(string owner) =>
        Assert.Throws<ArgumentException>(() => _states.Save(owner, "d", 1, _ => { }));

    public void Dispose() => _folder.Dispose();

    private void Save(long offset) => _states.Save("card-fraud", "d", offset, stream => stream.Write(Encoding.UTF8.GetBytes($"state at {offset}")));

    private (long Offset, string Content)? Latest(long maxOffset)
    {
        using StateSnapshot? snapshot = _states.Latest("card-fraud", "d", maxOffset);
        return snapshot is null ? null : (snapshot.Offset, new StreamReader(snapshot.Content).ReadToEnd());
    }

    private string[] Files() => Directory.GetFiles(_folder.File("state"), "*", SearchOption.AllDirectories);
}
