using Hamf.Pipeline.Detectors;
using Hamf.Pipeline.Features;
using Hamf.Pipeline.Rows;
using Hamf.TestKit;
using static Hamf.Pipeline.Tests.Features.Payments;

namespace Hamf.Pipeline.Tests.Features;

/// <summary>The engine against windows computed by definition.</summary>
public sealed class OracleTests
{
    private static readonly (string Expression, Func<WindowOracle, Payment, double> Value)[] ByCard =
    [
        ("count() over 1h", (o, p) => o.Window(Card, p, Hour).Count),
        ("count() over 2d delay 6h", (o, p) => o.Window(Card, p, 2 * Day, 6 * Hour).Count),
        ("sum(amt) over 1d", (o, p) => WindowOracle.Sum(WindowOracle.Amounts(o.Window(Card, p, Day)))),
        ("mean(amt) over 7d", (o, p) => WindowOracle.Mean(WindowOracle.Amounts(o.Window(Card, p, 7 * Day)))),
        ("std(amt) over 7d", (o, p) => WindowOracle.Deviation(WindowOracle.Amounts(o.Window(Card, p, 7 * Day)))),
        ("min(amt) over 1d", (o, p) => WindowOracle.Amounts(o.Window(Card, p, Day)).DefaultIfEmpty(double.NaN).Min()),
        ("max(amt) over 7d", (o, p) => WindowOracle.Amounts(o.Window(Card, p, 7 * Day)).DefaultIfEmpty(double.NaN).Max()),
        ("distinct(merchant) over 1d", (o, p) => Distinct(o.Window(Card, p, Day), h => h.Payment.Merchant)),
        ("count(where amt > 100) over 1d", (o, p) => o.Window(Card, p, Day).Count(h => h.Payment.Amount > 100)),
        ("time_since_last()", (o, p) => o.Window(Card, p, 90 * Day) is { Count: > 0 } w ? (p.TimeMs - w.Max(h => h.Payment.TimeMs)) / 1000.0 : double.NaN),
        ("seen_before(merchant) over 7d", (o, p) => p.Merchant is null ? double.NaN : o.Window(Card, p, 7 * Day).Any(h => h.Payment.Merchant == p.Merchant) ? 1 : 0),
        ("seen_before(merchant) over 7d delay 1d", (o, p) => p.Merchant is null ? double.NaN : o.Window(Card, p, 7 * Day, Day).Any(h => h.Payment.Merchant == p.Merchant) ? 1 : 0),
        ("rate(fraud) over 30d delay 1d", (o, p) => Rate(o.Labelled(Card, p, 30 * Day, Day))),
    ];

    private static readonly (string Expression, Func<WindowOracle, Payment, double> Value)[] ByMerchant =
    [
        ("count() over 3d by merchant", (o, p) => o.Window(Merchant, p, 3 * Day).Count),
        ("sum(amt) over 3d by merchant", (o, p) => WindowOracle.Sum(WindowOracle.Amounts(o.Window(Merchant, p, 3 * Day)))),
        ("std(amt) over 3d by merchant", (o, p) => WindowOracle.Deviation(WindowOracle.Amounts(o.Window(Merchant, p, 3 * Day)))),
        ("min(amt) over 6h by merchant", (o, p) => WindowOracle.Amounts(o.Window(Merchant, p, 6 * Hour)).DefaultIfEmpty(double.NaN).Min()),
        ("max(amt) over 3d by merchant", (o, p) => WindowOracle.Amounts(o.Window(Merchant, p, 3 * Day)).DefaultIfEmpty(double.NaN).Max()),
        ("distinct(card) over 3d by merchant", (o, p) => Distinct(o.Window(Merchant, p, 3 * Day), h => h.Payment.Card)),
        ("distinct(card) over 3d by merchant delay 2h", (o, p) => Distinct(o.Window(Merchant, p, 3 * Day, 2 * Hour), h => h.Payment.Card)),
        ("distinct(card where fraud) over 3d by merchant delay 2h", (o, p) => Distinct(o.Labelled(Merchant, p, 3 * Day, 2 * Hour).Where(h => h.Label == true), h => h.Payment.Card)),
        ("seen_before(card) over 1d by merchant", (o, p) => o.Window(Merchant, p, Day).Any(h => h.Payment.Card == p.Card) ? 1 : 0),
        ("rate(fraud) over 3d by merchant delay 5h", (o, p) => Rate(o.Labelled(Merchant, p, 3 * Day, 5 * Hour))),
        ("sum(if(fraud, amt, 0)) over 3d by merchant delay 5h", (o, p) => WindowOracle.Sum(o.Labelled(Merchant, p, 3 * Day, 5 * Hour).Select(h => h.Label == true ? h.Payment.Amount : 0).Where(a => !double.IsNaN(a)))),
        ("count(where fraud) over 3d by merchant delay 5h", (o, p) => o.Labelled(Merchant, p, 3 * Day, 5 * Hour).Count(h => h.Label == true)),
        ("count() over 3d by merchant, card", (o, p) => o.Window(MerchantAndCard, p, 3 * Day).Count),
        ("time_since_last() by merchant, card", (o, p) => o.Window(MerchantAndCard, p, 90 * Day) is { Count: > 0 } w ? (p.TimeMs - w.Max(h => h.Payment.TimeMs)) / 1000.0 : double.NaN),
    ];

    [Fact]
    public void Every_window_equals_its_definition_with_quiet_and_busy_keys() =>
        Seeds.ForEach(3, random => Compare(random, 1000, cards: 12, stepMs: 4 * Minute));

    [Fact]
    public void Every_window_equals_its_definition_where_one_card_has_most_events() =>
        Seeds.ForEach(1, random => Compare(random, 1500, cards: 1, stepMs: 4 * Minute));

    [Fact]
    public void Every_window_equals_its_definition_with_sparse_keys() =>
        Seeds.ForEach(2, random => Compare(random, 800, cards: 100, stepMs: 5 * Hour));

    [Fact]
    [Trait("size", "slow")]
    public void Every_window_equals_its_definition_in_a_long_dense_stream() =>
        Seeds.ForEach(1, random => Compare(random, 6000, cards: 30, stepMs: Minute));

    private static void Compare(Random random, int count, int cards, long stepMs)
    {
        (string Expression, Func<WindowOracle, Payment, double> Value)[] all = [.. ByCard, .. ByMerchant];
        TimeSpan lateness = TimeSpan.FromHours(3);
        Detector detector = Detector(lateness, 1000, [.. all.Select(f => f.Expression)]);
        FeatureEngine engine = Engine(detector);
        var oracle = new WindowOracle();
        var values = new double[all.Length];
        var seen = new List<Payment>();
        foreach (Payment payment in Generate(random, count, cards, stepMs, (long)lateness.TotalMilliseconds))
        {
            Row row = Row(payment);
            engine.Compute(row, values);
            for (int f = 0; f < all.Length; f++)
            {
                double expected = payment.Merchant is null && f >= ByCard.Length ? double.NaN : all[f].Value(oracle, payment);
                AssertSame(expected, values[f], all[f].Expression, payment);
            }

            engine.Observe(row);
            oracle.Add(payment);
            seen.Add(payment);
            GiveVerdict(random, seen, payment.TimeMs, engine, oracle);
        }
    }

    /// <summary>Now and then a verdict on one of the last events, at times before, at or after the stream's time, and often a correction.</summary>
    private static void GiveVerdict(Random random, List<Payment> seen, long now, FeatureEngine engine, WindowOracle oracle)
    {
        if (random.Next(5) > 0)
        {
            return;
        }

        Payment about = seen[^random.Next(1, Math.Min(seen.Count, 60) + 1)];
        bool positive = random.Next(2) == 0;
        long time = now + random.NextInt64(-2 * Hour, 12 * Hour);
        engine.ObserveLabel(Row(about), positive, time);
        oracle.Label(about.Id, positive, time);
    }

    private static void AssertSame(double expected, double found, string expression, Payment payment)
    {
        bool same = expression.StartsWith("std", StringComparison.Ordinal)
            ? double.IsNaN(expected) == double.IsNaN(found) && !(Math.Abs(expected - found) > 1e-12 * expected)
            : expected.Equals(found);
        Assert.True(same, $"{expression} at {payment}: expected {expected:R}, found {found:R}");
    }

    private static double Rate(List<WindowOracle.Held> labelled) =>
        labelled.Count == 0 ? double.NaN : (double)labelled.Count(h => h.Label == true) / labelled.Count;

    private static double Distinct<T>(IEnumerable<WindowOracle.Held> window, Func<WindowOracle.Held, T> value) =>
        window.Select(value).Where(v => v is not null).Distinct().Count();

    private static object? Card(Payment payment) => payment.Card;

    private static object? Merchant(Payment payment) => payment.Merchant;

    private static object? MerchantAndCard(Payment payment) => payment.Merchant is null ? null : (payment.Merchant, payment.Card);
}
