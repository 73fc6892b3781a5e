using System.Text;
using Hamf.Adapters.Relational;
using Hamf.Pipeline.Scoring;

namespace Hamf.Adapters.Tests.Relational;

/// <summary>What every store of scores does, on any database.</summary>
public abstract class ScoreStoreSuite
{
    protected abstract ScoreStore Store { get; }

    [Fact]
    public void Returns_an_event_as_it_was_scored()
    {
        ScoredEvent scored = Event("a", 5) with
        {
            Entity = "4242",
            Score = 0.1 + 0.2,
            Decision = true,
            Reasons = [new Reason("amount", "9 €", 1.5), new Reason("hour", "3", double.PositiveInfinity)],
        };

        Assert.Equal(2, Store.Save("topic_2", 7, [scored, Event("b", 6)]));

        ScoredEvent found = Store.Find("a")!;
        Assert.Equal(scored with { Reasons = found.Reasons, Payload = found.Payload }, found);
        Assert.Equal(scored.Reasons, found.Reasons);
        Assert.Equal("payload of a", Encoding.UTF8.GetString(found.Payload.Span));
        Assert.Null(Store.Find("b")!.Entity);
        Assert.Empty(Store.Find("b")!.Reasons);
        Assert.Null(Store.Find("c"));
    }

    [Fact]
    public void A_payload_that_is_part_of_a_larger_buffer_is_stored_alone()
    {
        byte[] buffer = Encoding.UTF8.GetBytes("xx{}xx");

        Store.Save("t", 1, [Event("a", 1) with { Payload = buffer.AsMemory(2, 2) }]);

        Assert.Equal("{}", Encoding.UTF8.GetString(Store.Find("a")!.Payload.Span));
    }

    [Fact]
    public void A_repeated_event_is_stored_once_and_the_first_stays()
    {
        Store.Save("t", 2, [Event("a", 1), Event("b", 2)]);

        int added = Store.Save("t", 4, [Event("a", 1) with { Score = 0.9 }, Event("c", 3), Event("c", 3)]);

        Assert.Equal(1, added);
        Assert.Equal(3, Store.Count());
        Assert.Equal(0.25, Store.Find("a")!.Score);
    }

    [Fact]
    public void Keeps_a_position_for_each_topic()
    {
        Assert.Equal(0, Store.PositionOf("t"));
        Assert.Equal(0, Store.Count());

        Store.Save("t", 10, [Event("a", 1)]);
        Store.Save("t", 12, []);
        Store.Save("u", 3, []);

        Assert.Equal((12L, 3L), (Store.PositionOf("t"), Store.PositionOf("u")));
        Assert.Equal(1, Store.Count());
    }

    [Fact]
    public void Queries_a_detector_by_half_open_time_oldest_first()
    {
        Store.Save("t", 4, [Event("d", 40), Event("b", 20), Event("c", 30), Event("a", 10), Event("x", 20) with { Detector = "other" }]);

        Assert.Equal(["b", "c"], Store.Query("card-fraud", 20, 40).Select(e => e.EventId));
        Assert.Empty(Store.Query("unknown", 0, 100));
    }

    [Fact]
    public void A_query_sees_one_moment_while_others_write()
    {
        Store.Save("t", 2, [Event("a", 1), Event("b", 2)]);
        using IEnumerator<ScoredEvent> query = Store.Query("card-fraud", 0, 100).GetEnumerator();
        Assert.True(query.MoveNext());

        Store.Save("t", 3, [Event("c", 3)]);

        Assert.True(query.MoveNext());
        Assert.Equal("b", query.Current.EventId);
        Assert.False(query.MoveNext());
        Assert.Equal(3, Store.Query("card-fraud", 0, 100).Count());
    }

    private static ScoredEvent Event(string id, long time) => new()
    {
        EventId = id,
        Detector = "card-fraud",
        TimeMs = time,
        Score = 0.25,
        Threshold = 0.5,
        Decision = false,
        ModelVersion = 3,
        ScoredAtMs = 99,
        Payload = Encoding.UTF8.GetBytes($"payload of {id}"),
    };
}
