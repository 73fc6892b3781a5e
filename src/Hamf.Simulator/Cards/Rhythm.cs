namespace Hamf.Simulator.Cards;

/// <summary>How busy each hour of the week is.</summary>
internal static class Rhythm
{
    // Local clock, 0 to 23. Older customers pay by day, younger ones into the night.
    private static readonly double[] YoungHours =
        [2.6, 2.0, 1.6, 1.2, 0.8, 0.6, 0.7, 1.0, 1.5, 2.0, 2.6, 3.2, 4.2, 4.2, 4.0, 4.0, 4.2, 4.6, 5.2, 5.6, 5.8, 5.6, 5.0, 3.8];

    private static readonly double[] OlderHours =
        [0.5, 0.3, 0.2, 0.2, 0.2, 0.4, 1.0, 2.2, 4.0, 5.4, 6.2, 6.4, 6.4, 6.2, 6.0, 5.8, 5.6, 5.2, 4.6, 3.6, 2.6, 1.8, 1.2, 0.8];

    // Sunday first, as System.DayOfWeek counts.
    private static readonly double[] Weekdays = [1.15, 0.95, 0.85, 0.90, 0.95, 1.10, 1.20];

    /// <summary>Relative number of payments in that hour; averages 1 over a week.</summary>
    public static double Of(DayOfWeek day, int hour, bool isYoung)
    {
        double[] hours = isYoung ? YoungHours : OlderHours;
        return hours[hour] / hours.Average() * Weekdays[(int)day] / Weekdays.Average();
    }

    /// <summary>True in the hours when few people buy.</summary>
    public static bool IsNight(int hour) => hour is >= 22 or < 5;
}
