using System.Text;
using System.Text.Json;
using Hamf.Pipeline.Flows.Streaming;
using Hamf.Pipeline.Intake;
using Hamf.Pipeline.Labels;

namespace Hamf.Pipeline.Tests.Streaming;

public sealed class ScoreStageTests
{
    private const string Topic = "topic_1";
    private const string Scored = "topic_2";
    private const string Dead = "topic_1.dlq";

    [Fact]
    public async Task Writes_the_event_with_decision_empty_truth_and_score()
    {
        StreamWorld world = new();
        world.Append(StreamWorld.Event("a", 1000, 4497913965512794052, "m", 500.10, ""","is_fraud":0,"extra":"x" """.TrimEnd()));

        await world.DrainAsync();

        using JsonDocument json = JsonDocument.Parse(world.Log.Topic(Scored)[0].Value);
        JsonElement record = json.RootElement[0];
        Assert.Equal(1, record.GetProperty("is_fraud").GetInt32());
        Assert.Equal(JsonValueKind.Null, record.GetProperty("fraud_confirmed").ValueKind);
        Assert.Equal("4497913965512794052", record.GetProperty("card").GetRawText());
        Assert.Equal("500.1", record.GetProperty("amt").GetRawText());
        Assert.Equal("x", record.GetProperty("extra").GetString());
        Assert.Equal(1, record.GetProperty("model_version").GetInt32());
        Assert.Equal(0.7, record.GetProperty("threshold").GetDouble());
        Assert.Equal(world.Scores.Events["a"].Score, record.GetProperty("fraud_probability").GetDouble());
        Assert.True(record.GetProperty("reasons").GetArrayLength() > 0);
        Assert.Equal("4497913965512794052", world.Scores.Events["a"].Entity);
    }

    [Fact]
    public async Task An_event_that_the_model_refuses_is_a_dead_letter_and_counts_in_windows_as_after_a_replay()
    {
        StreamWorld world = new();
        world.Append(
            StreamWorld.Event("a", 1000, 1, "m", 10), StreamWorld.Event("b", 2000, 1, "m", LinearModel.Refused), StreamWorld.Event("c", 3000, 1, "m", 10));

        await world.DrainAsync();

        using JsonDocument dead = JsonDocument.Parse(Assert.Single(world.Log.Topic(Dead)).Value);
        Assert.Equal("refused", dead.RootElement.GetProperty("reason").GetString());
        Assert.Contains("column 0 is refused", dead.RootElement.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(["a", "c"], world.Scores.Events.Keys.Order());
        byte[] state = world.StateBytes();
        world.Crash();
        Assert.Equal(state, world.StateBytes());
    }

    [Fact]
    public async Task Scores_an_event_as_predict_did_just_before()
    {
        StreamWorld world = new();
        world.Append(Enumerable.Range(0, 20).Select(i => StreamWorld.Event($"e{i}", i * 1000, i % 2, "m", 10 + i)).ToArray());
        await world.DrainAsync();
        string next = StreamWorld.Event("n", 30_000, 1, "m", 42);
        double predicted = world.Predict(next).Score;

        world.Append(next);
        await world.DrainAsync();

        Assert.Equal(predicted, world.Scores.Events["n"].Score);
        Assert.NotEqual(predicted, world.Predict(next).Score);
    }

    [Fact]
    public async Task Skips_a_repeat_and_sends_a_conflict_to_the_dead_letters()
    {
        StreamWorld world = new();
        string first = StreamWorld.Event("a", 1000, 1, "m", 5);
        string again = """{ "amt":5, "merchant":"m", "card":1, "t":1000, "id":"a" }""";
        world.Append(first, first, StreamWorld.Event("a", 1000, 1, "m", 6));
        await world.DrainAsync();
        world.Append(again, StreamWorld.Event("a", 1000, 1, "m", 7));

        await world.DrainAsync();


        Assert.Single(world.Log.Topic(Scored));
        Assert.Equal(5, JsonDocument.Parse(world.Scores.Events["a"].Payload).RootElement.GetProperty("amt").GetInt32());
        JsonElement[] dead = world.Log.Texts(Dead).Select(t => JsonDocument.Parse(t).RootElement).ToArray();
        Assert.Equal([2, 4], dead.Select(d => d.GetProperty("source_offset").GetInt32()));
        Assert.All(dead, d => Assert.Equal("conflict", d.GetProperty("reason").GetString()));
        StageStatus status = world.Monitor.Status().Stages.Single(s => s.Name == "score");
        Assert.Equal((5, 1, 2, 2), (status.In, status.Out, status.Rejected, status.Duplicates));
    }

    [Fact]
    public async Task Sends_poison_to_the_dead_letters_and_goes_on()
    {
        StreamWorld world = new();
        string split = """{"columns":["id","t","card","merchant","amt"],"index":[0,1,2],"data":[["s1",1,"4497913965512794052","m",1.5],["s2",1,2,"m","many"],["s3",1,2,"m",3]]}""";
        string encoded = JsonSerializer.Serialize("""{"columns":["id","t","card","merchant","amt"],"data":[["d1",1,7,"m",2]]}""");
        world.Append("""{"degrees_in_celsion":18}""", "not json", "", "[]", split, encoded, "{\"id\":\"x\"", StreamWorld.Event("ok", 1, 1, "m", 1));
        await world.Log.AppendAsync(Topic, [new NewRecord(default, new byte[] { 0xFF, 0xFE, 0x00 })], TestContext.Current.CancellationToken);

        await world.DrainAsync();

        Assert.Equal(["d1", "ok", "s1", "s3"], world.Scores.Events.Keys.Order());
        Assert.Equal("4497913965512794052", world.Scores.Events["s1"].Entity);
        JsonElement[] dead = world.Log.Texts(Dead).Select(t => JsonDocument.Parse(t).RootElement).ToArray();
        Assert.Equal([0, 1, 2, 3, 4, 6, 8], dead.Select(d => d.GetProperty("source_offset").GetInt32()));
        Assert.Equal("{\"degrees_in_celsion\":18}", dead[0].GetProperty("payload").GetString());
        Assert.Equal("amt", dead[4].GetProperty("field").GetString());
        Assert.Equal("//4A", dead[6].GetProperty("payload_base64").GetString());
    }

    [Fact]
    public async Task Ignores_labels_that_come_with_events()
    {
        StreamWorld with = new();
        StreamWorld without = new();
        for (int i = 0; i < 30; i++)
        {
            with.Append(StreamWorld.Event($"e{i}", i * 7_200_000L, i % 3, "m", i, ",\"is_fraud\":1"));
            without.Append(StreamWorld.Event($"e{i}", i * 7_200_000L, i % 3, "m", i));
        }

        await with.DrainAsync();
        await without.DrainAsync();

        Assert.Equal(without.StateBytes(), with.StateBytes());
        Assert.Equal(without.Scores.Events.Values.Select(e => e.Score), with.Scores.Events.Values.Select(e => e.Score));
        Assert.DoesNotContain("is_fraud", Encoding.UTF8.GetString(with.Scores.Events["e1"].Payload.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Counts_a_posted_label_from_the_next_batch_on()
    {
        StreamWorld world = new();
        string late = StreamWorld.Event("late", 20_000_000, 2, "m", 1);
        world.Append(StreamWorld.Event("a", 1000, 1, "m", 5));
        await world.DrainAsync();
        double before = world.Predict(late).Score;

        world.Labels.Add([new Label("a", true, "analyst:anna", DateTimeOffset.FromUnixTimeMilliseconds(2000))]);
        world.Append(StreamWorld.Event("b", 10_000_000, 3, "other", 5));
        await world.DrainAsync();

        Assert.True(world.Predict(late).Score > before);
    }

    [Theory]
    [InlineData(Failure.BeforeCommit)]
    [InlineData(Failure.AfterCommit)]
    public async Task Rebuilds_the_state_after_a_failed_commit(object kind)
    {
        StreamWorld smooth = new();
        StreamWorld failing = new();
        int commits = 0;
        failing.Log.NextFailure = () => ++commits % 3 == 0 ? (Failure)kind : Failure.None;
        string[] events = Enumerable.Range(0, 200).Select(i => StreamWorld.Event($"e{i % 180}", i % 180 * 60_000L, i % 5, $"m{i % 4}", i % 180)).ToArray();
        smooth.Append(events);
        failing.Append(events);

        await smooth.DrainAsync();
        await failing.DrainAsync();

        Assert.True(commits > 20);
        Assert.Equal(smooth.Log.Texts(Scored), failing.Log.Texts(Scored));
        Assert.Equal(smooth.StateBytes(), failing.StateBytes());
    }

    [Fact]
    public async Task Goes_on_from_a_snapshot_at_a_clean_stop()
    {
        StreamWorld world = new();
        world.Append(Enumerable.Range(0, 20).Select(i => StreamWorld.Event($"e{i}", i * 1000, 1, "m", i)).ToArray());
        await world.DrainAsync();

        await world.Score.StopAsync(TestContext.Current.CancellationToken);

        byte[] state = world.StateBytes();
        Assert.Equal(20, world.States.All[^1].Offset);
        world.Crash();
        Assert.Equal(state, world.StateBytes());
    }

    [Fact]
    public async Task Requests_are_answered_while_a_snapshot_is_written()
    {
        StreamWorld world = new();
        world.Append(Enumerable.Range(0, 20).Select(i => StreamWorld.Event($"e{i}", i * 1000, i % 2, "m", 10 + i)).ToArray());
        await world.DrainAsync();
        string next = StreamWorld.Event("n", 30_000, 1, "m", 42);
        double expected = world.Predict(next).Score;
        byte[] state = world.StateBytes();
        List<double> answers = [];

        using AskingStream target = new(() => answers.Add(world.Predict(next).Score));
        world.Pay.Served.Save(target);

        Assert.NotEmpty(answers);
        Assert.All(answers, answer => Assert.Equal(expected, answer));
        Assert.Equal(state, target.ToArray());
    }

    [Fact]
    public async Task Falls_back_when_a_snapshot_is_damaged()
    {
        StreamWorld world = new();
        world.Append(Enumerable.Range(0, 130).Select(i => StreamWorld.Event($"e{i}", i * 1000, i % 3, "m", i)).ToArray());
        await world.DrainAsync();
        byte[] state = world.StateBytes();
        Assert.True(world.States.All.Count >= 2);
        world.States.All[^1].Content.AsSpan(40).Fill(0xAB);

        world.Crash();

        Assert.Equal(state, world.StateBytes());
    }

    /// <summary>Before every write a thread of its own asks something; the write waits for the answer.</summary>
    private sealed class AskingStream(Action ask) : MemoryStream
    {
        public override void Write(byte[] buffer, int offset, int count)
        {
            Thread asking = new(() => ask());
            asking.Start();
            Assert.True(asking.Join(TimeSpan.FromMinutes(1)), "The request waits for the snapshot.");
            base.Write(buffer, offset, count);
        }
    }
}
