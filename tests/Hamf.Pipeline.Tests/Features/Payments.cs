using Hamf.Pipeline.Detectors;
using Hamf.Pipeline.Features;
using Hamf.Pipeline.Rows;

namespace Hamf.Pipeline.Tests.Features;

/// <summary>A payment of the tests.</summary>
internal sealed record Payment(string Id, long TimeMs, long Card, string? Merchant, double Amount, bool? Fraud);

/// <summary>Seeded payments with repeats, equal times, late ones, busy merchants and missing values, and the schema they have.</summary>
internal static class Payments
{
    public const long Minute = 60_000;
    public const long Hour = 60 * Minute;
    public const long Day = 24 * Hour;

    public static readonly EventSchema Schema = new(
    [
        Events.Column("id", ColumnType.Text, ColumnRole.Key),
        Events.Column("t", ColumnType.Time, ColumnRole.Time),
        Events.Column("card", ColumnType.Integer, ColumnRole.Entity),
        Events.Column("merchant", ColumnType.Text),
        Events.Column("amt", ColumnType.Number),
        Events.Column("fraud", ColumnType.Boolean, ColumnRole.Label),
    ]);

    public static Detector Detector(TimeSpan lateness, int maxEntities, params string[] expressions) =>
        Events.Detector(Schema, expressions) with
        {
            Stream = new StreamSpec { AllowedLateness = lateness, MaxEntities = maxEntities },
        };

    public static FeatureEngine Engine(Detector detector) => Events.Engine(FeatureSet.Compile(detector));

    public static Row Row(Payment payment, Row? reused = null)
    {
        Row row = reused ?? new Row(Schema);
        row.SetText(0, payment.Id);
        row.SetInteger(1, payment.TimeMs);
        row.SetInteger(2, payment.Card);
        row.SetText(3, payment.Merchant);
        row.SetNumber(4, payment.Amount);
        if (payment.Fraud is { } fraud)
        {
            row.SetInteger(5, fraud ? 1 : 0);
        }
        else
        {
            row.SetMissing(5);
        }

        return row;
    }

    /// <summary>Payments in order of arrival.</summary>
    /// <param name="random">The source.</param>
    /// <param name="count">How many.</param>
    /// <param name="cards">How many cards.</param>
    /// <param name="stepMs">Mean time between two.</param>
    /// <param name="maxLateMs">How late one in ten may be.</param>
    public static IEnumerable<Payment> Generate(Random random, int count, int cards, long stepMs, long maxLateMs)
    {
        long now = 1_600_000_000_000;
        for (int i = 0; i < count; i++)
        {
            // One in four has the time of its predecessor; one in five hundred follows a pause.
            now += random.Next(4) == 0 ? 0 : random.NextInt64(2 * stepMs);
            now += random.Next(500) == 0 ? 2 * Day : 0;
            long late = maxLateMs > 0 && random.Next(10) == 0 ? random.NextInt64(maxLateMs) : 0;

            // One merchant has half of all payments.
            string? merchant = random.Next(40) == 0 ? null : random.Next(2) == 0 ? "busy" : $"m{random.Next(12)}";
            double amount = random.Next(50) == 0 ? double.NaN : Amount(random);
            bool? fraud = random.Next(3) == 0 ? null : random.Next(10) == 0;
            yield return new Payment($"e{i}", now - late, random.Next(cards), merchant, amount, fraud);
        }
    }

    private static double Amount(Random random) => random.Next(20) switch
    {
        0 => -random.Next(1000) / 7.0,
        1 => random.Next(5) * 1e9,
        2 => 0,
        _ => random.Next(1, 50_000) / 100.0,
    };
}
