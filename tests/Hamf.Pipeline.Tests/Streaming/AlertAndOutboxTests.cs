using Hamf.Pipeline.Alerts;
using Hamf.Pipeline.Detectors;
using Hamf.Pipeline.Flows.Streaming;
using Hamf.Pipeline.Rows;
using Hamf.Pipeline.Scoring;

namespace Hamf.Pipeline.Tests.Streaming;

public sealed class AlertAndOutboxTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Raises_one_masked_alert_per_positive_event_and_one_message_per_channel()
    {
        StreamWorld world = new();
        world.Append(StreamWorld.Event("low", 1, 4497913965512794052, "m", 1), StreamWorld.Event("high", 2, 4497913965512794052, "m", 900));

        await world.DrainAsync();

        Alert alert = Assert.Single(world.Alerts.Alerts);
        Assert.Equal(("high", "449791*********4052"), (alert.EventId, alert.Entity));
        Assert.NotEmpty(alert.Reasons);
        Assert.Equal(["log", "mail"], world.Alerts.Outbox.Select(m => m.Message.Channel));
    }

    [Fact]
    public async Task Keeps_the_channels_of_detectors_that_share_a_topic_apart()
    {
        StreamWorld world = new();
        JsonBytes bytes = new();
        foreach (string detector in new[] { "a", "b", "b", "a" })
        {
            bytes.Clear();
            ScoredEvent scored = new()
            {
                EventId = $"{detector}{world.Log.EndOffset("topic_2")}",
                Detector = detector,
                TimeMs = 1,
                Score = 1,
                Threshold = 0.5,
                Decision = true,
                ModelVersion = 1,
                ScoredAtMs = 1,
                Payload = "{}"u8.ToArray(),
            };
            PayloadMembers members = new();
            members.Read(scored.Payload.Span);
            new ScoredEventJson(detector, null).Write(bytes, scored, members);
            await world.Log.AppendAsync("topic_2", [new(default, bytes.Slice(0, bytes.Length))], Stop);
        }

        AlertRaiser raiser = new(world.Alerts, d => new AlertSpec { Slack = d == "b" }, world.Time);
        TopicStage stage = new(StageNames.Alert, "topic_2", world.Log, raiser, world.Monitor);
        await StreamWorld.DrainAsync(stage);

        Assert.Equal(["a0", "b1", "b2", "a3"], world.Alerts.Alerts.Select(a => a.EventId));
        Assert.Equal(["b1", "b2"], world.Alerts.Outbox.Where(m => m.Message.Channel == "slack").Select(m => m.Message.Alert.EventId));
    }

    [Fact]
    public async Task Tries_a_failed_delivery_again_later_and_leaves_other_channels_alone()
    {
        StreamWorld world = new();
        world.Append(StreamWorld.Event("high", 2, 1, "m", 900));
        await world.DrainAsync();
        Notifier mail = new("mail") { Failure = new NotificationException("busy", isTransient: true) };
        OutboxStage mailStage = Stage(world, mail);
        OutboxStage logStage = Stage(world, new Notifier("log"));

        Assert.Equal(1, await mailStage.RunOnceAsync(TimeSpan.Zero, Stop));
        Assert.Equal(1, await logStage.RunOnceAsync(TimeSpan.Zero, Stop));
        Assert.Equal(0, await mailStage.RunOnceAsync(TimeSpan.Zero, Stop));
        mail.Failure = null;
        world.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(1, await mailStage.RunOnceAsync(TimeSpan.Zero, Stop));

        Assert.Equal([1, 2], world.Alerts.Delivered);
        Assert.Equal("high", Assert.Single(mail.Sent).EventId);
    }

    [Fact]
    public async Task Gives_up_at_once_where_trying_again_cannot_help()
    {
        StreamWorld world = new();
        world.Append(StreamWorld.Event("high", 2, 1, "m", 900));
        await world.DrainAsync();

        await Stage(world, new Notifier("mail") { Failure = new NotificationException("no such address", isTransient: false) })
            .RunOnceAsync(TimeSpan.Zero, Stop);

        Assert.Equal((null, "no such address"), world.Alerts.Outbox.Where(m => m.Message.Channel == "mail").Select(m => (m.Due, m.Error)).Single());
    }

    [Fact]
    public void Pauses_double_up_to_an_hour_and_end_after_a_day()
    {
        RetrySchedule schedule = new(new Random(7));
        DateTimeOffset now = DateTimeOffset.UnixEpoch;
        double[] pauses = Enumerable.Range(1, RetrySchedule.AttemptsMax - 1).Select(f => (schedule.Next(f, now)!.Value - now).TotalSeconds).ToArray();

        Assert.All(pauses.Select((p, i) => p / Math.Min(Math.Pow(2, i), 3600)), ratio => Assert.InRange(ratio, 0.75, 1.25));
        Assert.True(pauses.Select((p, i) => p / Math.Pow(2, i)).Distinct().Count() > 5);
        Assert.InRange(TimeSpan.FromSeconds(pauses.Sum()).TotalHours, 18, 30);
        Assert.Null(schedule.Next(RetrySchedule.AttemptsMax, now));
    }

    [Fact]
    public void Report_has_the_event_in_one_row_with_personal_values_masked()
    {
        EventSchema schema = StreamWorld.Detector().Events;
        Alert alert = new()
        {
            EventId = "a",
            Detector = "pay",
            TimeMs = 0,
            Entity = "449791*********4052",
            Score = 0.9,
            Threshold = 0.5,
            ModelVersion = 2,
            RaisedAtMs = 0,
            Reasons = [],
        };
        ScoredEvent scored = new()
        {
            EventId = "a",
            Detector = "pay",
            TimeMs = 0,
            Score = 0.9,
            Threshold = 0.5,
            Decision = true,
            ModelVersion = 2,
            ScoredAtMs = 0,
            Payload = """{"id":"a","t":0,"card":4497913965512794052,"merchant":"=cmd(\"x\"), Co","amt":-1.50,"is_fraud":1}"""u8.ToArray(),
        };

        string csv = AlertReport.ToCsv(alert, scored, schema);

        Assert.Equal(
            "id,t,card,merchant,amt,event_id,event_time,entity,fraud_probability,threshold,model_version\r\n"
            + "a,0,449791*********4052,\"'=cmd(\"\"x\"\"), Co\",-1.50,a,1970-01-01 00:00:00,449791*********4052,0.9,0.5,2\r\n",
            csv);
        Assert.Equal(2, AlertReport.ToCsv(alert, null, null).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
    }

    private static OutboxStage Stage(StreamWorld world, Notifier notifier) =>
        new(world.Alerts, notifier, new RetrySchedule(new Random(1)), world.Monitor, world.Time);

    private sealed class Notifier(string channel) : INotifier
    {
        public string Channel { get; } = channel;

        public NotificationException? Failure { get; set; }

        public List<Alert> Sent { get; } = [];

        public Task SendAsync(Alert alert, CancellationToken cancellation)
        {
            if (Failure is not null)
            {
                throw Failure;
            }

            Sent.Add(alert);
            return Task.CompletedTask;
        }
    }
}
