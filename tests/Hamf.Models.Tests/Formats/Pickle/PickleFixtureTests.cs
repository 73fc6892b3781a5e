using Hamf.Models.Formats.Containers;
using Hamf.Models.Formats.Pickle;

namespace Hamf.Models.Tests.Formats.Pickle;

/// <summary>One value, written by Python in every protocol, layout and container, is read the same down to the last bit.</summary>
public sealed class PickleFixtureTests
{
    [Theory]
    [InlineData("protocol0.pkl", 0)]
    [InlineData("protocol1.pkl", 0)]
    [InlineData("protocol2.pkl", 2)]
    [InlineData("protocol3.pkl", 3)]
    [InlineData("protocol4.pkl", 4)]
    [InlineData("protocol5.pkl", 5)]
    public void Reads_every_protocol(string name, int protocol)
    {
        PickleSummary summary = CheckAll(name);

        Assert.Equal(protocol, summary.Protocol);
        Assert.Equal(JoblibLayout.None, summary.Layout);
        Assert.Equal(["1.2.1"], summary.ScikitLearnVersions);
        Assert.Empty(summary.SuspiciousNames);
        Assert.Equal(0, summary.TrailingSize);
    }

    [Theory]
    [InlineData("aligned.joblib", JoblibLayout.Aligned)]
    [InlineData("aligned-protocol5.joblib", JoblibLayout.Aligned)]
    [InlineData("unaligned.joblib", JoblibLayout.Unaligned)]
    [InlineData("externals.joblib", JoblibLayout.Unaligned)]
    public void Reads_joblib_of_every_version(string name, object layout) => Assert.Equal(layout, CheckAll(name).Layout);

    [Theory]
    [InlineData("aligned.joblib.zlib", ContainerKind.Zlib)]
    [InlineData("aligned.joblib.gzip", ContainerKind.Gzip)]
    [InlineData("aligned.joblib.bz2", ContainerKind.Bzip2)]
    [InlineData("aligned.joblib.lzma", ContainerKind.Lzma)]
    [InlineData("aligned.joblib.xz", ContainerKind.Xz)]
    [InlineData("aligned.joblib.lz4", ContainerKind.Lz4)]
    public void Reads_every_container(string name, object container) => Assert.Equal(container, CheckAll(name).Container);

    [Theory]
    [InlineData("companions.pkl")]
    [InlineData("companions-z.pkl")]
    public void Reads_arrays_from_the_files_beside(string name)
    {
        Dictionary<string, ReadOnlyMemory<byte>> companions = Directory.GetFiles(Fixture.Folder, $"{name}_*")
            .ToDictionary(path => Path.GetFileName(path), path => new ReadOnlyMemory<byte>(File.ReadAllBytes(path)));
        (PyValue value, PickleSummary summary) =
            PickleFile.ReadWithSummary(Fixture.Read(name), new PickleLimits(), companions, TestContext.Current.CancellationToken);
        Dictionary<string, string> expected = Fixture.Expected();

        Assert.Equal(JoblibLayout.Companions, summary.Layout);
        Assert.Equal(9, ((PyDictionary)value).Items.Count);
        Assert.All(((PyDictionary)value).Items, entry => Assert.Equal(expected[((PyText)entry.Key).Value], PyNotation.Of(entry.Value)));
    }

    private static PickleSummary CheckAll(string name)
    {
        (PyValue value, PickleSummary summary) = Read(name);
        Dictionary<string, string> expected = Fixture.Expected();
        PyDictionary read = Assert.IsType<PyDictionary>(value);

        Assert.Equal(expected.Keys, read.Items.Select(entry => ((PyText)entry.Key).Value));
        Assert.All(read.Items, entry => Assert.Equal(expected[((PyText)entry.Key).Value], PyNotation.Of(entry.Value)));
        return summary;
    }

    private static (PyValue Value, PickleSummary Summary) Read(string name) =>
        PickleFile.ReadWithSummary(Fixture.Read(name), new PickleLimits());
}
