using Hamf.Adapters.Relational;
using Hamf.Pipeline.Alerts;

namespace Hamf.Adapters.Tests.Relational;

/// <summary>What every store of alerts does, on any database.</summary>
public abstract class AlertStoreSuite
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);
    private static readonly string[] Channels = ["log", "mail"];

    protected abstract AlertStore Store { get; }

    [Fact]
    public void Gives_rising_numbers_and_lists_newest_first()
    {
        IReadOnlyList<Alert> added = Store.Save("t", 5, [Alert("a"), Alert("b") with { Detector = "phishing" }, Alert("c")], Channels);

        Assert.Equal(added.Select(a => a.AlertId).Order(), added.Select(a => a.AlertId));
        Assert.Equal(["c", "b", "a"], Store.List(null, null, 10).Select(a => a.EventId));
        Assert.Equal(["c", "a"], Store.List("card-fraud", null, 10).Select(a => a.EventId));
        Assert.Equal(["b"], Store.List(null, added[2].AlertId, 1).Select(a => a.EventId));
        Assert.Equal(3, Store.Count());
        Assert.Equal(5, Store.PositionOf("t"));
    }

    [Fact]
    public void Returns_an_alert_as_it_was_raised()
    {
        Alert alert = Store.Save("t", 1, [Alert("a") with { Entity = "424242******4242", Score = 0.1 + 0.2 }], []).Single();

        Alert found = Store.List(null, null, 1).Single();

        Assert.Equal(alert with { Reasons = found.Reasons }, found);
        Assert.Equal(alert.Reasons, found.Reasons);
    }

    [Fact]
    public void One_alert_and_one_message_per_channel_for_an_event()
    {
        Store.Save("t", 1, [Alert("a")], Channels);

        Assert.Empty(Store.Save("t", 2, [Alert("a")], Channels));

        Assert.Equal(1, Store.Count());
        Assert.Single(Store.Due("log", Now, 10));
        Assert.Single(Store.Due("mail", Now, 10));
        Assert.Empty(Store.Due("slack", Now, 10));
    }

    [Fact]
    public void A_delivered_message_is_not_due_again()
    {
        Store.Save("t", 1, [Alert("a"), Alert("b")], Channels);
        OutboxMessage first = Store.Due("mail", Now, 1).Single();

        Store.MarkDelivered(first.MessageId, Now);

        Assert.Equal("a", first.Alert.EventId);
        Assert.Equal(["b"], Store.Due("mail", Now, 10).Select(m => m.Alert.EventId));
        Assert.Equal([new OutboxState("log", 2, 0), new OutboxState("mail", 1, 0)], Store.OutboxStates().OrderBy(s => s.Channel));
    }

    [Fact]
    public void A_failed_message_is_due_at_its_next_attempt_until_given_up()
    {
        Store.Save("t", 1, [Alert("a")], ["mail"]);
        OutboxMessage message = Store.Due("mail", Now, 1).Single();

        Store.MarkFailed(message.MessageId, "refused", Now.AddMinutes(5));

        Assert.Empty(Store.Due("mail", Now.AddMinutes(4), 10));
        Assert.Equal(1, Store.Due("mail", Now.AddMinutes(5), 10).Single().Attempts);
        Store.MarkFailed(message.MessageId, "refused", null);
        Assert.Empty(Store.Due("mail", Now.AddYears(1), 10));
        Assert.Equal([new OutboxState("mail", 0, 1)], Store.OutboxStates());
    }

    [Fact]
    public void An_empty_store_answers()
    {
        Assert.Empty(Store.List(null, null, 10));
        Assert.Empty(Store.Due("log", Now, 10));
        Assert.Empty(Store.OutboxStates());
        Assert.Equal(0, Store.Count());
        Assert.Equal(0, Store.PositionOf("t"));
    }

    private static Alert Alert(string eventId) => new()
    {
        EventId = eventId,
        Detector = "card-fraud",
        TimeMs = 5,
        Score = 0.9,
        Threshold = 0.5,
        ModelVersion = 2,
        RaisedAtMs = Now.AddMinutes(-1).ToUnixTimeMilliseconds(),
        Reasons = [new("amount", "900", 2.5)],
    };
}
