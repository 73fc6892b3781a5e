using Hamf.Pipeline.Features;
using static Hamf.Pipeline.Tests.Features.Payments;

namespace Hamf.Pipeline.Tests.Features;

/// <summary>The rules of windows that are written down, one by one.</summary>
public sealed class WindowRuleTests
{
    private const long Start = 1_600_000_000_000;

    [Fact]
    public void The_own_event_is_excluded_and_an_earlier_arrival_of_the_same_time_counts()
    {
        FeatureEngine engine = Engine(Detector(TimeSpan.FromHours(1), 10, "count() over 1h"));

        Assert.Equal(0, ComputeAndObserve(engine, At(0)));
        Assert.Equal(1, ComputeAndObserve(engine, At(0)));
        Assert.Equal(2, ComputeAndObserve(engine, At(Hour)));
        Assert.Equal(1, ComputeAndObserve(engine, At(Hour + 1)));
    }

    [Fact]
    public void A_delayed_event_counts_from_its_time_plus_delay_until_its_time_plus_span()
    {
        FeatureEngine engine = Engine(Detector(TimeSpan.FromHours(1), 10, "count() over 2h delay 1h"));
        engine.Observe(Row(At(0)));

        Assert.Equal([0, 1, 1, 0], new[] { Hour - 1, Hour, 2 * Hour, (2 * Hour) + 1 }.Select(t => Compute(engine, At(t))));
    }

    [Fact]
    public void A_verdict_counts_from_the_later_of_its_time_and_the_delay()
    {
        FeatureEngine engine = Engine(Detector(TimeSpan.FromHours(1), 10, "sum(fraud) over 10h delay 1h"));
        engine.Observe(Row(At(0, id: "early")));
        engine.Observe(Row(At(1, id: "late")));
        engine.ObserveLabel(Row(At(0, id: "early")), positive: true, Start);
        engine.ObserveLabel(Row(At(1, id: "late")), positive: true, Start + (5 * Hour));

        Assert.Equal([0, 1, 1, 2], new[] { Hour - 1, Hour, (5 * Hour) - 1, 5 * Hour }.Select(t => Compute(engine, At(t))));
    }

    [Fact]
    public void A_correction_replaces_the_verdict_and_an_older_verdict_does_not()
    {
        FeatureEngine engine = Engine(Detector(TimeSpan.FromHours(1), 10, "mean(fraud) over 10h delay 1h"));
        engine.Observe(Row(At(0)));
        engine.ObserveLabel(Row(At(0)), positive: true, Start + Hour);
        engine.ObserveLabel(Row(At(0)), positive: false, Start + (2 * Hour));
        engine.ObserveLabel(Row(At(0)), positive: true, Start + Hour);

        Assert.Equal(double.NaN, Compute(engine, At(Hour)));
        Assert.Equal(0, Compute(engine, At(2 * Hour)));
    }

    [Fact]
    public void A_label_that_came_with_its_event_counts_after_the_delay_and_an_event_without_one_does_not()
    {
        FeatureEngine engine = Engine(Detector(TimeSpan.FromHours(1), 10, "rate(fraud) over 10h by merchant delay 1h"));
        engine.Observe(Row(At(0) with { Fraud = true }));
        engine.Observe(Row(At(1) with { Fraud = false }));
        engine.Observe(Row(At(2)));

        Assert.Equal(0.5, Compute(engine, At(2 * Hour)));
    }

    [Fact]
    public void A_verdict_on_an_event_that_is_not_held_is_counted_and_changes_nothing()
    {
        FeatureEngine engine = Engine(Detector(TimeSpan.FromHours(1), 10, "sum(fraud) over 10h delay 1h"));
        engine.Observe(Row(At(0)));
        engine.ObserveLabel(Row(At(0, id: "other")), positive: true, Start);
        engine.ObserveLabel(Row(At(0) with { Card = 77 }), positive: true, Start);

        Assert.Equal(2, engine.UnmatchedLabelCount);
        Assert.Equal(0, Compute(engine, At(2 * Hour)));
    }

    [Fact]
    public void Without_a_key_column_a_verdict_finds_its_event_by_all_its_values()
    {
        var schema = new Hamf.Pipeline.Rows.EventSchema([.. Schema.Columns.Skip(1)]);
        FeatureEngine engine = Events.Engine(FeatureSet.Compile(Events.Detector(schema, "sum(fraud) over 10h delay 1h")));
        Hamf.Pipeline.Rows.Row Keyless(double amount, long time)
        {
            var row = new Hamf.Pipeline.Rows.Row(schema);
            row.SetInteger(0, Start + time);
            row.SetInteger(1, 5);
            row.SetNumber(3, amount);
            return row;
        }

        engine.Observe(Keyless(10, 0));
        engine.Observe(Keyless(20, 0));
        engine.ObserveLabel(Keyless(20, 0), positive: true, Start);
        var values = new double[1];
        engine.Compute(Keyless(1, 3 * Hour), values);

        Assert.Equal(1, values[0]);
        Assert.Equal(0, engine.UnmatchedLabelCount);
    }

    [Fact]
    public void A_late_event_is_put_where_its_time_belongs()
    {
        FeatureEngine engine = Engine(Detector(TimeSpan.FromHours(1), 10, "time_since_last()"));
        engine.Observe(Row(At(0)));
        engine.Observe(Row(At(Hour)));

        Assert.Equal(1800, ComputeAndObserve(engine, At(Hour / 2)));
        Assert.Equal(600, Compute(engine, At((Hour / 2) + (10 * Minute))));
        Assert.Equal(60, Compute(engine, At(Hour + Minute)));
    }

    [Fact]
    public void An_event_older_than_span_and_lateness_before_its_key_is_not_added_and_is_counted()
    {
        FeatureEngine engine = Engine(Detector(TimeSpan.FromHours(1), 10, "count() over 2h"));
        engine.Observe(Row(At(10 * Hour)));
        engine.Observe(Row(At(7 * Hour)));
        engine.Observe(Row(At((7 * Hour) - 1)));
        engine.Observe(Row(At(Hour) with { Card = 2 }));

        Assert.Equal(1, engine.TooLateCount);
        Assert.Equal(3, engine.EntryCount);
    }

    [Fact]
    public void First_seen_starts_anew_after_a_pause_longer_than_its_span()
    {
        FeatureEngine engine = Engine(Detector(TimeSpan.FromHours(1), 10, "first_seen() over 5d"));

        Assert.Equal(double.NaN, ComputeAndObserve(engine, At(0)));
        Assert.Equal(4 * 86_400, ComputeAndObserve(engine, At(4 * Day)));
        Assert.Equal(9 * 86_400, ComputeAndObserve(engine, At(9 * Day)));
        Assert.Equal(double.NaN, ComputeAndObserve(engine, At((14 * Day) + 1)));
        Assert.Equal(86_400, ComputeAndObserve(engine, At((15 * Day) + 1)));
    }

    [Fact]
    public void Time_since_last_looks_back_over_its_span_even_when_entries_are_held_for_less()
    {
        FeatureEngine engine = Engine(Detector(TimeSpan.FromMinutes(5), 10, "time_since_last()", "count() over 1h"));
        engine.Observe(Row(At(0)));
        engine.Observe(Row(At(20 * Day)));
        var values = new double[2];

        engine.Compute(Row(At((20 * Day) - Minute)), values);
        Assert.Equal([(20 * 86_400) - 60, 0], values);
        engine.Compute(Row(At(111 * Day)), values);
        Assert.Equal([double.NaN, 0], values);
    }

    [Fact]
    public void The_least_recently_seen_entity_makes_room_for_a_new_one()
    {
        FeatureEngine engine = Engine(Detector(TimeSpan.FromHours(1), 2, "count() over 1d"));
        engine.Observe(Row(At(0) with { Card = 1 }));
        engine.Observe(Row(At(1) with { Card = 2 }));
        engine.Observe(Row(At(2) with { Card = 1 }));
        engine.Observe(Row(At(3) with { Card = 3 }));

        Assert.Equal(2, engine.EntityCount);
        Assert.Equal([2, 0, 1], new[] { 1, 2, 3 }.Select(card => Compute(engine, At(4) with { Card = card })));
    }

    [Fact]
    public void Idle_entities_are_let_go_when_no_window_can_see_them()
    {
        FeatureEngine engine = Engine(Detector(TimeSpan.FromHours(1), 100_000, "count() over 1d"));
        for (int i = 0; i < 1_000; i++)
        {
            engine.Observe(Row(At(i) with { Card = i }));
        }

        for (int i = 0; i < 1_000; i++)
        {
            engine.Observe(Row(At((3 * Day) + i) with { Card = 5_000 + (i % 10) }));
        }

        Assert.Equal(10, engine.EntityCount);
    }

    [Fact]
    public void One_event_far_ahead_does_not_empty_the_state()
    {
        FeatureEngine engine = Engine(Detector(TimeSpan.FromHours(1), 100_000, "count() over 1d"));
        for (int i = 0; i < 1_000; i++)
        {
            engine.Observe(Row(At(i) with { Card = i }));
        }

        engine.Observe(Row(At(30_000 * Day) with { Card = 5_000 }));

        Assert.Equal(999, engine.EntityCount);
    }

    [Fact]
    public void A_missing_column_after_by_gives_missing_and_is_not_added()
    {
        FeatureEngine engine = Engine(Detector(TimeSpan.FromHours(1), 10, "count() over 1d by merchant"));
        engine.Observe(Row(At(0) with { Merchant = null }));

        Assert.Equal(double.NaN, Compute(engine, At(1) with { Merchant = null }));
        Assert.Equal(0, engine.EntryCount);
    }

    [Fact]
    public void Sums_do_not_depend_on_order_or_on_what_has_passed_through_the_window()
    {
        double[] amounts = [1e15, 0.1, -1e15, 0.2, 3e-9, 1e9, -1e9];
        double expected = (double)(0.1m + 0.2m + 3e-9m);
        FeatureEngine engine = Engine(Detector(TimeSpan.FromHours(1), 10, "sum(amt) over 1d"));
        engine.Observe(Row(At(0) with { Amount = 1e18 }));
        for (int i = 0; i < amounts.Length; i++)
        {
            engine.Observe(Row(At(Day + i + 1) with { Amount = amounts[i] }));
        }

        Assert.Equal(expected, Compute(engine, At(Day + 100)));
    }

    [Fact]
    public void Equal_values_have_no_deviation_and_a_mean_far_above_it_does_no_harm()
    {
        FeatureEngine engine = Engine(Detector(TimeSpan.FromHours(1), 10, "std(amt) over 1d"));
        for (int i = 0; i < 7; i++)
        {
            engine.Observe(Row(At(i) with { Amount = 107.23 }));
            engine.Observe(Row(At(i) with { Card = 2, Amount = 1_000_000_000_000 + i }));
        }

        Assert.Equal(0, Compute(engine, At(100)));
        Assert.Equal(Math.Sqrt(28.0 / 6), Compute(engine, At(100) with { Card = 2 }), 15);
    }

    [Fact]
    [Trait("size", "slow")]
    public void A_key_gives_up_its_oldest_quarter_beyond_a_million_events()
    {
        FeatureEngine engine = Engine(Detector(TimeSpan.FromHours(1), 10, "count() over 30d", "time_since_last()"));
        Pipeline.Rows.Row row = Row(At(0));
        for (int i = 0; i <= 1_000_000; i++)
        {
            row.SetInteger(1, Start + i);
            engine.Observe(row);
        }

        var values = new double[2];
        engine.Compute(Row(At(2_000_000)), values);
        Assert.Equal([750_000, 1000], values);
        Assert.Equal(750_000, engine.EntryCount);
    }

    private static Payment At(long offset, string id = "e") => new(id, Start + offset, 1, "shop", 10, null);

    private static double Compute(FeatureEngine engine, Payment payment)
    {
        var values = new double[1];
        engine.Compute(Row(payment), values);
        return values[0];
    }

    private static double ComputeAndObserve(FeatureEngine engine, Payment payment)
    {
        double value = Compute(engine, payment);
        engine.Observe(Row(payment));
        return value;
    }
}
