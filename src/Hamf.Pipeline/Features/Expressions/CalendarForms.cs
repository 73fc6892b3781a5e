namespace Hamf.Pipeline.Features.Expressions;

/// <summary>A function of a time and, if given, a zone.</summary>
internal sealed record CalendarForm(string Name, ExpressionType Result, Func<long, double> Function);

/// <summary>The functions that read the calendar, by name.</summary>
internal static class CalendarForms
{
    private static readonly CalendarForm[] All =
    [
        new("hour", ExpressionType.Number, Calendar.Hour),
        new("day_of_week", ExpressionType.Number, Calendar.DayOfWeek),
        new("day", ExpressionType.Number, Calendar.DayOfMonth),
        new("month", ExpressionType.Number, Calendar.Month),
        new("is_night", ExpressionType.Boolean, Calendar.IsNight),
        new("is_weekend", ExpressionType.Boolean, Calendar.IsWeekend),
    ];

    /// <summary>All names.</summary>
    public static IEnumerable<string> Names => All.Select(f => f.Name);

    /// <summary>The function of that name, or null.</summary>
    public static CalendarForm? Find(string name) => Array.Find(All, f => f.Name == name);
}
