using Hamf.Adapters.Mlflow;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Artifacts;
using Hamf.Pipeline.Registry.External;
using Hamf.Pipeline.Registry.Tracking;

namespace Hamf.Mlflow.Tests.External;

/// <summary>What the narrow port promises, on any server. Names are fresh, because a real server may hold more.</summary>
public abstract class TrackingClientSuite : IAsyncDisposable
{
    private const string Tag = "hamf.run_id";

    private readonly string _name = "suite-" + Guid.NewGuid().ToString("N");
    private MlflowClient? _client;

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>How to reach the server; may skip the test.</summary>
    protected abstract MlflowOptions Options { get; }

    private MlflowClient Client => _client ??= new MlflowClient(Options);

#pragma warning disable CA1859 // The suite is about the port.
    private ITracking Tracking => Client;

    public virtual ValueTask DisposeAsync()
    {
        _client?.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task An_experiment_is_made_once()
    {
        Experiment first = await Tracking.OpenExperimentAsync(_name, Stop);
        Experiment second = await Tracking.OpenExperimentAsync(_name, Stop);

        Assert.Equal(first.ExperimentId, second.ExperimentId);
        Assert.Equal(_name, second.Name);
    }

    [Fact]
    public async Task A_run_is_found_by_its_tag_and_keeps_what_is_logged()
    {
        TrackedRun made = await OpenRunAsync("one");
        await Tracking.LogAsync(made.RunId, new RunBatch([new("auc", 0.5, 1000, 1), new("auc", 0.75, 2000, 2)], [new("depth", "7")], [new("note", "a \"b\" ü")]), Stop);
        await Tracking.EndRunAsync(made.RunId, RunStatus.Finished, 1_700_000_009_000, Stop);

        TrackedRun again = await OpenRunAsync("one");
        TrackedRun run = (await Tracking.FindRunAsync(made.RunId, Stop))!;

        Assert.Equal(made.RunId, again.RunId);
        Assert.Equal((RunStatus.Finished, 1_700_000_000_000, 1_700_000_009_000), (run.Status, run.StartMs, run.EndMs));
        Assert.Equal("train on a.csv", run.Name);
        Assert.Contains(new("depth", "7"), run.Params);
        Assert.Contains(new("note", "a \"b\" ü"), run.Tags);
        Assert.Contains(new(Tag, "one"), run.Tags);
        Assert.Equal((0.75, 2), (Assert.Single(run.Metrics).Value, run.Metrics[0].Step));
        Assert.Equal([(0.5, 1000, 1), (0.75, 2000, 2)], (await HistoryAsync(made.RunId, "auc")).Select(p => (p.Value, p.TimestampMs, p.Step)));
    }

    [Fact]
    public async Task Logging_again_makes_nothing_double_not_even_a_nan()
    {
        TrackedRun run = await OpenRunAsync("again");
        var batch = new RunBatch([new("loss", double.NaN, 5, 1), new("loss", double.NaN, 6, 2), new("loss", 0.25, 7, 3)], [new("a", "b")], [new("t", "u")]);

        await Tracking.LogAsync(run.RunId, batch, Stop);
        await Tracking.LogAsync(run.RunId, batch, Stop);

        Assert.Equal([double.NaN, double.NaN, 0.25], (await HistoryAsync(run.RunId, "loss")).Select(p => p.Value));
    }

    [Fact]
    public async Task Much_is_logged_in_as_many_calls_as_it_takes()
    {
        TrackedRun run = await OpenRunAsync("much");
        MetricPoint[] points = [.. Enumerable.Range(0, 2500).Select(i => new MetricPoint("m" + (i % 3), i, 1000 + i, i))];
        KeyValuePair<string, string>[] texts = [.. Enumerable.Range(0, 230).Select(i => KeyValuePair.Create($"k{i}", new string('x', i)))];

        await Tracking.LogAsync(run.RunId, new RunBatch(points, texts, texts), Stop);

        TrackedRun found = (await Tracking.FindRunAsync(run.RunId, Stop))!;
        Assert.Equal(230, found.Params.Count);
        Assert.Equal(229, found.Tags.Single(t => t.Key == "k229").Value.Length);
        Assert.Equal(834, (await HistoryAsync(run.RunId, "m0")).Count);
    }

    [Fact]
    public async Task A_value_that_is_too_long_is_cut_and_logging_it_again_is_no_change()
    {
        TrackedRun run = await OpenRunAsync("long");
        var batch = new RunBatch([], [new("p", new string('p', 9000))], [new("t", new string('t', 9000))]);

        await Tracking.LogAsync(run.RunId, batch, Stop);
        await Tracking.LogAsync(run.RunId, batch, Stop);

        TrackedRun found = (await Tracking.FindRunAsync(run.RunId, Stop))!;
        Assert.Equal(6000, found.Params.Single(p => p.Key == "p").Value.Length);
        Assert.Equal(8000, found.Tags.Single(t => t.Key == "t").Value.Length);
    }

    [Fact]
    public async Task A_parameter_cannot_change()
    {
        TrackedRun run = await OpenRunAsync("param");
        await Tracking.LogAsync(run.RunId, new RunBatch([], [new("p", "1")], []), Stop);

        TrackingException e = await Assert.ThrowsAsync<TrackingException>(() => Tracking.LogAsync(run.RunId, new RunBatch([], [new("p", "2")], []), Stop));

        Assert.Equal(TrackingError.Refused, e.Error);
    }

    [Fact]
    public async Task Files_come_back_as_they_went()
    {
        TrackedRun run = await OpenRunAsync("files");
        var folder = new RemoteFolder(run.ArtifactUri, run.RunId, string.Empty);
        Dictionary<string, byte[]> files = new()
        {
            ["MLmodel"] = "flavors: {}"u8.ToArray(),
            ["data/empty.bin"] = [],
            ["data/sub/a b+c%é.txt"] = "odd name"u8.ToArray(),
            ["model.bin"] = RandomBytes(3_000_000),
        };

        foreach ((string path, byte[] content) in files)
        {
            await UploadAsync(folder, path, content);
        }

        IReadOnlyList<ArtifactFile> listed = await Tracking.ListAsync(folder, Stop);
        Assert.Equal(files.Keys.Order(StringComparer.Ordinal), listed.Select(f => f.Path));
        Assert.All(listed, file => Assert.Equal(files[file.Path].Length, file.Size));
        foreach ((string path, byte[] content) in files)
        {
            Assert.Equal(content, await DownloadAsync(folder, path));
        }

        Assert.Equal(["empty.bin", "sub/a b+c%é.txt"], (await Tracking.ListAsync(await FolderAsync($"runs:/{run.RunId}/data"), Stop)).Select(f => f.Path));
    }

    [Fact]
    public async Task What_is_not_there_is_told_as_missing()
    {
        TrackedRun run = await OpenRunAsync("missing");
        var folder = new RemoteFolder(run.ArtifactUri, run.RunId, string.Empty);
        await Tracking.OpenVersionAsync(NewVersion(run), Tag, "missing", Stop);

        Assert.Null(await Tracking.FindRunAsync(Guid.NewGuid().ToString("N"), Stop));
        Assert.Empty(await Tracking.ListAsync(new RemoteFolder(run.ArtifactUri + "/nothing", run.RunId, "nothing"), Stop));
        Assert.Equal(TrackingError.Missing, (await Assert.ThrowsAsync<TrackingException>(() => Tracking.OpenAsync(folder, "nothing.bin", Stop))).Error);
        foreach (string uri in (string[])["models:/nobody-has-this/1", $"models:/{_name}@nobody", $"models:/{_name}/7", $"models:/{_name}/Production", $"runs:/{Guid.NewGuid():N}/model"])
        {
            Assert.Equal(TrackingError.Missing, (await Assert.ThrowsAsync<TrackingException>(() => Tracking.ResolveAsync(Parsed(uri), Stop))).Error);
        }
    }

    [Fact]
    public async Task A_version_is_registered_once_and_found_by_every_kind_of_uri()
    {
        TrackedRun run = await OpenRunAsync("version");
        await UploadAsync(new RemoteFolder(run.ArtifactUri, run.RunId, string.Empty), "model/MLmodel", "flavors: {}"u8.ToArray());
        RegisteredVersion first = await Tracking.OpenVersionAsync(NewVersion(run), Tag, "v1", Stop);
        RegisteredVersion again = await Tracking.OpenVersionAsync(NewVersion(run), Tag, "v1", Stop);
        RegisteredVersion second = await Tracking.OpenVersionAsync(NewVersion(run), Tag, "v2", Stop);
        await Tracking.SetAliasAsync(_name, "champion", first.Version, Stop);
        await Tracking.SetAliasAsync(_name, "champion", first.Version, Stop);
        await Tracking.MoveAsync(_name, second.Version, VersionStage.Production, Stop);

        Assert.Equal((1, 1, 2), (first.Version, again.Version, second.Version));
        Assert.Equal(1, await VersionOfAsync($"models:/{_name}@champion"));
        Assert.Equal(1, await VersionOfAsync($"models:/{_name}/1"));
        Assert.Equal(2, await VersionOfAsync($"models:/{_name}/Production"));
        Assert.Equal(2, await VersionOfAsync($"models:/{_name}/latest"));
        Assert.Equal(["MLmodel"], (await Tracking.ListAsync(await FolderAsync($"models:/{_name}@champion"), Stop)).Select(f => f.Path));
        Assert.Equal(["MLmodel"], (await Tracking.ListAsync(await FolderAsync($"runs:/{run.RunId}/model"), Stop)).Select(f => f.Path));
    }

    [Fact]
    public async Task Everything_can_be_read_for_copying()
    {
        TrackedRun one = await OpenRunAsync("read-1"), two = await OpenRunAsync("read-2", 1_700_000_100_000);
        await Tracking.OpenVersionAsync(NewVersion(one), Tag, "read-1", Stop);
        ITrackingSource source = Client;
#pragma warning restore CA1859

        Experiment experiment = await FirstAsync(source.ExperimentsAsync(Stop), e => e.Name == _name);
        Assert.Equal([one.RunId, two.RunId], await AllAsync(source.RunsAsync(experiment.ExperimentId, null, Stop), r => r.RunId));
        Assert.Equal([two.RunId], await AllAsync(source.RunsAsync(experiment.ExperimentId, DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_050_000), Stop), r => r.RunId));
        await FirstAsync(source.ModelsAsync(Stop), m => m.Name == _name);
        Assert.Equal([1], await AllAsync(source.VersionsAsync(_name, Stop), v => v.Version));
    }

    [Fact]
    public async Task Of_twins_the_same_one_stays_whoever_asks()
    {
        TrackedRun one = await OpenRunAsync("twin");
        TrackedRun two = await OpenRunAsync("other");
        await Tracking.LogAsync(two.RunId, new RunBatch([], [], [new(Tag, "twin")]), Stop);

        string? kept = await Tracking.KeepOneAsync(one.ExperimentId, Tag, "twin", Stop);

        string other = kept == one.RunId ? two.RunId : one.RunId;
        Assert.Equal(LifecycleStage.Active, (await Tracking.FindRunAsync(kept!, Stop))!.Stage);
        Assert.Equal(LifecycleStage.Deleted, (await Tracking.FindRunAsync(other, Stop))!.Stage);
        Assert.Equal(kept, await Tracking.KeepOneAsync(one.ExperimentId, Tag, "twin", Stop));
    }

    private static byte[] RandomBytes(int count)
    {
        var bytes = new byte[count];
        new Random(11).NextBytes(bytes);
        return bytes;
    }

    private static async Task<T> FirstAsync<T>(IAsyncEnumerable<T> items, Func<T, bool> isIt)
    {
        await foreach (T item in items)
        {
            if (isIt(item))
            {
                return item;
            }
        }

        throw new KeyNotFoundException("It is not among them.");
    }

    private static async Task<List<TOut>> AllAsync<T, TOut>(IAsyncEnumerable<T> items, Func<T, TOut> part)
    {
        var all = new List<TOut>();
        await foreach (T item in items)
        {
            all.Add(part(item));
        }

        return all;
    }

    private async Task<TrackedRun> OpenRunAsync(string key, long startMs = 1_700_000_000_000)
    {
        Experiment experiment = await Tracking.OpenExperimentAsync(_name, Stop);
        return await Tracking.OpenRunAsync(
            new NewRun { ExperimentId = experiment.ExperimentId, Name = "train on a.csv", UserId = "hamf", StartMs = startMs, Tags = [new("first", "tag")] }, Tag, key, Stop);
    }

    private NewVersion NewVersion(TrackedRun run) =>
        new() { Name = _name, Source = run.ArtifactUri + "/model", StorageLocation = run.ArtifactUri + "/model", RunId = run.RunId };

    private Task UploadAsync(RemoteFolder folder, string path, byte[] content) =>
        Tracking.UploadAsync(folder, path, new ArtifactContent(content.Length, _ => Task.FromResult<Stream>(new MemoryStream(content))), Stop);

    private async Task<byte[]> DownloadAsync(RemoteFolder folder, string path)
    {
        await using Stream stream = await Tracking.OpenAsync(folder, path, Stop);
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy, Stop);
        return copy.ToArray();
    }

    private async Task<List<MetricPoint>> HistoryAsync(string runId, string key) =>
        [.. (await AllAsync(((ITrackingSource)Client).MetricHistoryAsync(runId, key, Stop), page => page)).SelectMany(page => page)];

    private async Task<RemoteFolder> FolderAsync(string uri) => (await Tracking.ResolveAsync(Parsed(uri), Stop)).Folder;

    private async Task<int> VersionOfAsync(string uri) => (await Tracking.ResolveAsync(Parsed(uri), Stop)).Version!.Version;

    private static ModelUri Parsed(string text) => ModelUri.TryParse(text, out ModelUri uri) ? uri : throw new FormatException(text);
}
