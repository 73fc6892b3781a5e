using Hamf.Models.Formats.Pickle;

namespace Hamf.Models.Tests.Formats.Pickle;

/// <summary>One value, written by Python in every protocol, layout and container, is read the same down to the last bit.</summary>
public sealed class PickleFixtureTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Fixtures", "Import", "Pickle");

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

    private static PickleSummary CheckAll(string name)
    {
        (PyValue value, PickleSummary summary) = Read(name);
        Dictionary<string, string> expected = Expected();
        PyDictionary read = Assert.IsType<PyDictionary>(value);

        Assert.Equal(expected.Keys, read.Items.Select(entry => ((PyText)entry.Key).Value));
        Assert.All(read.Items, entry => Assert.Equal(expected[((PyText)entry.Key).Value], PyNotation.Of(entry.Value)));
        return summary;
    }

    private static Dictionary<string, string> Expected() => File.ReadLines(Path.Combine(Folder, "expected.txt"))
        .Select(line => line.Split(" = ", 2))
        .ToDictionary(parts => parts[0], parts => parts[1]);

    private static (PyValue Value, PickleSummary Summary) Read(string name) =>
        PickleFile.ReadWithSummary(File.ReadAllBytes(Path.Combine(Folder, name)), new PickleLimits());
}
