using Hamf.Pipeline.Detectors.Reading;
using Hamf.Pipeline.Features.Windows;
using Hamf.Pipeline.Rows;

namespace Hamf.Pipeline.Features.Expressions;

/// <summary>Checks one window, such as <c>mean(amt) over 30d by merchant</c>, and enters it into the catalog.</summary>
internal sealed class WindowBinder(Columns columns, WindowCatalog windows, List<Fault> faults)
{
    /// <summary>Span of <c>time_since_last</c>, <c>first_seen</c> and <c>seen_before</c> when they name none, so that state stays bounded.</summary>
    public const long DefaultSpanMs = 90 * DayMs;

    /// <summary>Longest span.</summary>
    public const long MaxSpanMs = 3_660 * DayMs;

    private const long DayMs = 86_400_000;

    private static readonly Dictionary<string, AggregateKind> Kinds = new(StringComparer.Ordinal)
    {
        ["count"] = AggregateKind.Count,
        ["sum"] = AggregateKind.Sum,
        ["mean"] = AggregateKind.Mean,
        ["rate"] = AggregateKind.Mean,
        ["min"] = AggregateKind.Min,
        ["max"] = AggregateKind.Max,
        ["std"] = AggregateKind.Std,
        ["distinct"] = AggregateKind.Distinct,
        ["seen_before"] = AggregateKind.SeenBefore,
        ["time_since_last"] = AggregateKind.SinceLast,
        ["first_seen"] = AggregateKind.FirstSeen,
    };

    private readonly EventSchema _schema = columns.Schema;

    /// <summary>The names of all window functions.</summary>
    public static IReadOnlyCollection<string> Names => Kinds.Keys;

    /// <summary>Whether a call is a window: by its clauses, or because its name is a window's only.</summary>
    public static bool IsWindow(CallSyntax call) =>
        call.Window is not null || (Kinds.ContainsKey(call.Function) && call.Function is not ("min" or "max"));

    /// <summary>The node that reads the window's value, or null when something is wrong with it.</summary>
    public Node? Bind(CallSyntax call, Binder binder)
    {
        int before = faults.Count;
        if (!Kinds.TryGetValue(call.Function, out AggregateKind kind))
        {
            return Fail(call, $"'{call.Function}' is not a window function; over, by and delay may follow {string.Join(", ", Names)}.");
        }

        if (binder.Place != Place.Feature)
        {
            return Fail(call, "A window may not stand inside another window.");
        }

        bool isClear = _schema.TimeIndex >= 0 || !columns.MayHoldMoreRoles;
        if (_schema.TimeIndex < 0 && isClear)
        {
            return Fail(call, "Windows need the event's time: give one column 'role: time'.");
        }

        WindowSyntax window = call.Window ?? new WindowSyntax(null, [], null);
        long spanMs = CheckSpan(call, kind, window);
        int[]? by = BindBy(call, window.By);
        Aggregate? aggregate = BindValue(call, kind, window, binder);
        return faults.Count > before || aggregate is null || by is null || !isClear
            ? null
            : new AggregateNode(
                kind == AggregateKind.SeenBefore ? ExpressionType.Boolean : ExpressionType.Number,
                windows.SlotOf(aggregate with { SpanMs = spanMs, By = by }));
    }

    private long CheckSpan(CallSyntax call, AggregateKind kind, WindowSyntax window)
    {
        bool optional = kind is AggregateKind.SinceLast or AggregateKind.FirstSeen or AggregateKind.SeenBefore;
        if (window.SpanMs is null && !optional)
        {
            Fail(call, $"{call.Function} needs a span: {call.Function}(…) over 7d.");
        }

        long spanMs = window.SpanMs ?? DefaultSpanMs;
        if (spanMs is <= 0 or > MaxSpanMs)
        {
            Fail(call, $"A span must be longer than 0 and at most {MaxSpanMs / DayMs}d.");
        }

        if (window.DelayMs is <= 0 || window.DelayMs >= spanMs)
        {
            Fail(call, "A delay must be longer than 0 and shorter than the span: an event counts from its time + delay to its time + span.");
        }

        if (window.DelayMs is not null && kind is AggregateKind.SinceLast or AggregateKind.FirstSeen)
        {
            Fail(call, $"{call.Function} takes no delay.");
        }

        return spanMs;
    }

    // Null when something is wrong or unclear.
    private int[]? BindBy(CallSyntax call, IReadOnlyList<NameSyntax> by)
    {
        if (by.Count == 0)
        {
            if (_schema.EntityIndex < 0 && !columns.MayHoldMoreRoles)
            {
                Fail(call, "Say whose events the window is over: add 'by COLUMN', or give one column 'role: entity'.");
            }

            return _schema.EntityIndex < 0 ? null : [_schema.EntityIndex];
        }

        var found = new HashSet<int>();
        bool isClear = true;
        foreach (NameSyntax name in by)
        {
            int column = _schema.IndexOf(name.Name);
            if (columns.Unclear.Contains(name.Name))
            {
                isClear = false;
            }
            else if (column < 0)
            {
                Fail(name, $"There is no column '{name.Name}'.{Suggestion.AfterSentence(name.Name, _schema.Columns.Select(c => c.Name))}");
            }
            else if (RoleRules.Refuse(_schema.Columns[column], Place.By) is { } reason)
            {
                Fail(name, reason);
            }
            else if (!found.Add(column))
            {
                Fail(name, $"'{name.Name}' stands twice after 'by'.");
            }
        }

        // By name, so that the order in the expression and in the schema does not matter.
        return !isClear ? null : [.. found.OrderBy(c => _schema.Columns[c].Name, StringComparer.Ordinal)];
    }

    private Aggregate? BindValue(CallSyntax call, AggregateKind kind, WindowSyntax window, Binder binder)
    {
        int expected = kind is AggregateKind.Count or AggregateKind.SinceLast or AggregateKind.FirstSeen ? 0 : 1;
        if (call.Arguments.Count != expected)
        {
            string hint = kind == AggregateKind.Count ? " Write count(where CONDITION) to count some events only." : "";
            Fail(call, $"{call.Function} takes {(expected == 0 ? "no argument" : "one argument")} as a window, found {call.Arguments.Count}.{hint}");
            return null;
        }

        if (call.Filter is not null && kind is AggregateKind.SinceLast or AggregateKind.FirstSeen)
        {
            Fail(call.Filter!, $"{call.Function} takes no 'where'.");
            return null;
        }

        binder.ReadsLabel = false;
        Place place = window.DelayMs is null ? Place.Window : Place.DelayedWindow;
        binder.Place = place;
        Node? filter = call.Filter is null ? null : binder.Bind(call.Filter, ExpressionType.Boolean, "The condition after where");
        Node? argument = expected == 0 ? null : BindArgument(call, kind, binder);
        binder.Place = Place.Feature;
        if ((expected == 1 && argument is null) || (call.Filter is not null && filter is null))
        {
            return null;
        }

        string value = string.Concat(call.Arguments.Select(a => a.Canonical()));
        return new Aggregate(
            kind, 0, window.DelayMs ?? 0, argument, filter, binder.ReadsLabel, $"{value} where {call.Filter?.Canonical()}")
        { By = [] };
    }

    private Node? BindArgument(CallSyntax call, AggregateKind kind, Binder binder)
    {
        Syntax syntax = call.Arguments[0];
        if (kind is AggregateKind.Distinct or AggregateKind.SeenBefore)
        {
            binder.Place = syntax is NameSyntax ? Place.Identity : binder.Place;
            return binder.Bind(syntax);
        }

        Node? argument = binder.Bind(syntax);
        if (argument is null || argument.Type == ExpressionType.Number)
        {
            return argument;
        }

        return argument.Type == ExpressionType.Boolean && kind is AggregateKind.Sum or AggregateKind.Mean
            ? argument
            : Fail(syntax, $"The argument of {call.Function} must be a number{(kind is AggregateKind.Sum or AggregateKind.Mean ? " or a boolean" : "")}, found {argument.Type.InWords()}.");
    }

    private Node? Fail(Syntax at, string message)
    {
        faults.Add(new Fault(at.Position, message));
        return null;
    }
}
