using System.Text;
using Hamf.Pipeline.Flows.Streaming;
using Hamf.TestKit;

namespace Hamf.Pipeline.Tests.Streaming;

public sealed class IngestTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Appends_posted_events_as_they_are_and_tells_their_ids()
    {
        StreamWorld world = new();
        EventIngest ingest = new(world.Log, world.Live, world.Monitor);
        string[] events = ["""{"id":"a","amt":1.50}""", """{"id":17}""", """{"amt":2}"""];

        IngestResult result = await ingest.AppendAsync("pay", Bytes(events), Stop);

        Assert.Equal(0, result.FirstOffset);
        Assert.Equal(["a", "17", "topic_1:2"], result.EventIds);
        Assert.Equal(events, world.Log.Texts("topic_1"));
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("{\"a\":1} {}")]
    [InlineData("{\"a\":")]
    [InlineData("")]
    public async Task Appends_nothing_when_one_event_is_no_object(string bad)
    {
        StreamWorld world = new();
        EventIngest ingest = new(world.Log, world.Live, world.Monitor);

        IngestResult result = await ingest.AppendAsync("pay", Bytes("""{"id":"a"}""", bad), Stop);

        Assert.Equal(2, Assert.Single(result.Rejects).LineNumber);
        Assert.Empty(world.Log.Texts("topic_1"));
        Assert.Equal(2, world.Monitor.Status().Stages[0].Rejected);
    }

    [Fact]
    public async Task Refuses_events_of_a_detector_that_is_not_served()
    {
        StreamWorld world = new();
        EventIngest ingest = new(world.Log, world.Live, world.Monitor);

        await Assert.ThrowsAsync<KeyNotFoundException>(() => ingest.AppendAsync("nobody", Bytes("{}"), Stop));
    }

    [Fact]
    public async Task Turns_csv_cells_into_json_without_losing_a_digit()
    {
        using TempFolder folder = new();
        StreamWorld world = new();
        string path = folder.Write("e.csv",
            ",id,t,card,merchant,amt,zip\r\n0,a,1000,4497913965512794052,\"M \"\"x\"\", Co\",12.50,01234\r\n1,b,2000,007,1.5,1e3,\r\n2,broken\r\n3,c,,5,m,+1,x\r\n");

        FileIngestResult result = await new FileIngest(world.Log, world.Monitor, TimeProvider.System).RunAsync(world.Pay, path, new(), null, Stop);

        Assert.Equal(new FileIngestResult(3, 3, 1), result);
        Assert.Equal(
            [
                """{"id":"a","t":1000,"card":4497913965512794052,"merchant":"M \"x\", Co","amt":12.50,"zip":"01234"}""",
                """{"id":"b","t":2000,"card":"007","merchant":"1.5","amt":1e3,"zip":null}""",
                """{"id":"c","t":null,"card":5,"merchant":"m","amt":"+1","zip":"x"}""",
            ],
            world.Log.Texts("topic_1"));
    }

    [Fact]
    public async Task Goes_on_with_a_file_where_an_earlier_run_was_cut_off()
    {
        using TempFolder folder = new();
        StreamWorld world = new();
        string[] lines = Enumerable.Range(0, 25).Select(i => StreamWorld.Event($"e{i}", i, 1, "m", i)).ToArray();
        string path = folder.Write("e.jsonl", string.Join("\n\n", lines));
        FileIngest ingest = new(world.Log, world.Monitor, TimeProvider.System);

        FileIngestResult first = await ingest.RunAsync(world.Pay, path, new() { MaxRows = 10, BatchRows = 4 }, null, Stop);
        FileIngestResult second = await ingest.RunAsync(world.Pay, path, new() { SkipRows = first.NextRow, BatchRows = 4 }, null, Stop);

        Assert.Equal((10, 25, 15), (first.NextRow, second.NextRow, second.Appended));
        Assert.Equal(lines, world.Log.Texts("topic_1"));
    }

    [Fact]
    public async Task Polls_append_every_event_of_a_doubly_encoded_body()
    {
        StreamWorld world = new(_ => Polled());
        string body = System.Text.Json.JsonSerializer.Serialize("""{"columns":["id","t","card","merchant","amt"],"index":[3],"data":[["a",1,4497913965512794052,"m",2]]}""");
        FixedAnswer client = new(body);
        PollStage stage = new(world.Pay, client, world.Log, world.Monitor, world.Time);

        Assert.Equal(1, await stage.RunOnceAsync(TimeSpan.Zero, Stop));
        Assert.Equal(0, await stage.RunOnceAsync(TimeSpan.Zero, Stop));
        world.Time.Advance(TimeSpan.FromSeconds(15));
        client.Body = "<html>";
        await world.DrainAsync();

        Assert.Equal("4497913965512794052", world.Scores.Events["a"].Entity);
    }

    [Fact]
    public async Task A_poll_that_fails_is_due_again_at_once_and_one_that_succeeds_after_its_interval()
    {
        StreamWorld world = new(_ => Polled());
        FixedAnswer client = new("[]") { Fails = true };
        PollStage stage = new(world.Pay, client, world.Log, world.Monitor, world.Time);

        await Assert.ThrowsAsync<PollException>(() => stage.RunOnceAsync(TimeSpan.Zero, Stop));
        await Assert.ThrowsAsync<PollException>(() => stage.RunOnceAsync(TimeSpan.Zero, Stop));
        client.Fails = false;
        Assert.Equal(1, await stage.RunOnceAsync(TimeSpan.Zero, Stop));
        Assert.Equal(0, await stage.RunOnceAsync(TimeSpan.Zero, Stop));

        Assert.Equal(["[]"], world.Log.Texts("topic_1"));
    }

    private static Hamf.Pipeline.Detectors.Detector Polled() => StreamWorld.Detector() with
    {
        Stream = new() { PollUrl = new Uri("http://localhost/current"), PollInterval = TimeSpan.FromSeconds(15) },
    };

    private static ReadOnlyMemory<byte>[] Bytes(params string[] events) =>
        events.Select(e => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(e)).ToArray();

    private sealed class FixedAnswer(string body) : IPollClient
    {
        public string Body { get; set; } = body;

        public bool Fails { get; set; }

        public Task<ReadOnlyMemory<byte>> GetAsync(Uri url, CancellationToken cancellation) =>
            Fails ? throw new PollException("away") : Task.FromResult<ReadOnlyMemory<byte>>(Encoding.UTF8.GetBytes(Body));
    }
}
