using Hamf.Pipeline.Detectors.Reading;

namespace Hamf.Pipeline.Features.Expressions;

/// <summary>Checks the arguments of a call and compiles it: a plain function, a form with rules of its own, or a window.</summary>
internal sealed class CallBinder(WindowBinder windowBinder, List<Fault> faults)
{
    private static readonly string[] Forms = ["if", "coalesce", "is_missing", "in", "min", "max", "round", .. CalendarForms.Names];

    /// <summary>The compiled call, or null when something is wrong with it.</summary>
    /// <param name="call">The call.</param>
    /// <param name="binder">Binds the arguments.</param>
    public Node? Bind(CallSyntax call, Binder binder)
    {
        if (WindowBinder.IsWindow(call))
        {
            return windowBinder.Bind(call, binder);
        }

        if (Functions.Find(call.Function) is { } function)
        {
            return CheckCount(call, function.Parameters.Count, function.Parameters.Count)
                && BindArguments(call, i => function.Parameters[i], binder) is { } arguments
                ? function.Create(arguments)
                : null;
        }

        return call.Function switch
        {
            "if" => BindIf(call, binder),
            "coalesce" => CheckCount(call, 2, 20) && BindAlike(call, 0, binder) is { } choices ? new CoalesceNode(choices) : null,
            "is_missing" => CheckCount(call, 1, 1) && binder.Bind(call.Arguments[0]) is { } operand ? new IsMissingNode(operand) : null,
            "in" => BindIn(call, binder),
            "round" => BindRound(call, binder),
            "min" or "max" => CheckCount(call, 2, 20) && BindArguments(call, _ => ExpressionType.Number, binder) is { } operands
                ? new ExtremeNode(call.Function == "max", operands)
                : null,
            _ when CalendarForms.Find(call.Function) is { } form => BindCalendar(call, form, binder),
            _ => Fail(call, $"There is no function '{call.Function}'." +
                Suggestion.AfterSentence(call.Function, [.. Functions.Names, .. Forms, .. WindowBinder.Names])),
        };
    }

    private IfNode? BindIf(CallSyntax call, Binder binder)
    {
        if (!CheckCount(call, 3, 3))
        {
            return null;
        }

        Node? condition = binder.Bind(call.Arguments[0], ExpressionType.Boolean, "The condition of if");
        Node[]? sides = BindAlike(call, 1, binder);
        return condition is null || sides is null ? null : new IfNode(condition, sides[0], sides[1]);
    }

    private Node? BindIn(CallSyntax call, Binder binder)
    {
        if (!CheckCount(call, 2, 200) || BindAlike(call, 0, binder) is not { } parts)
        {
            return null;
        }

        for (int i = 1; i < parts.Length; i++)
        {
            if (parts[i] is not (TextLiteral or NumberLiteral { Type: ExpressionType.Number }))
            {
                return Fail(call.Arguments[i], "The choices of in must be written as texts or numbers, such as in(category, 'a', 'b').");
            }
        }

        return parts[0].Type == ExpressionType.Text
            ? new TextInNode(parts[0], parts.Skip(1).Select(p => ((TextLiteral)p).Value))
            : new NumberInNode(parts[0], parts.Skip(1).Select(p => ((NumberLiteral)p).Value).ToArray());
    }

    private Node? BindRound(CallSyntax call, Binder binder)
    {
        if (!CheckCount(call, 1, 2) || BindArguments(call, _ => ExpressionType.Number, binder) is not { } arguments)
        {
            return null;
        }

        int digits = 0;
        if (arguments.Length == 2)
        {
            if (arguments[1] is not NumberLiteral { Value: >= 0 and <= 15 } literal || literal.Value % 1 != 0)
            {
                return Fail(call.Arguments[1], "The digits of round must be written as a whole number from 0 to 15.");
            }

            digits = (int)literal.Value;
        }

        return new Call1Node(ExpressionType.Number, x => Math.Round(x, digits, MidpointRounding.AwayFromZero), arguments[0]);
    }

    private Node? BindCalendar(CallSyntax call, CalendarForm form, Binder binder)
    {
        if (!CheckCount(call, 1, 2) || binder.Bind(call.Arguments[0], ExpressionType.Time, $"The first argument of {form.Name}") is not { } time)
        {
            return null;
        }

        if (call.Arguments.Count == 1)
        {
            return new CalendarNode(form.Result, form.Function, time, null);
        }

        if (call.Arguments[1] is not TextSyntax zone || !TimeZoneInfo.TryFindSystemTimeZoneById(zone.Value, out TimeZoneInfo? found))
        {
            return Fail(call.Arguments[1], $"The second argument of {form.Name} must be the name of a time zone, such as 'Europe/Berlin'.");
        }

        return new CalendarNode(form.Result, form.Function, time, found);
    }

    /// <summary>Binds the arguments from <paramref name="first"/> on and requires one type of all.</summary>
    private Node[]? BindAlike(CallSyntax call, int first, Binder binder)
    {
        Node?[] nodes = call.Arguments.Skip(first).Select(binder.Bind).ToArray();
        if (nodes.Contains(null))
        {
            return null;
        }

        for (int i = 1; i < nodes.Length; i++)
        {
            if (nodes[i]!.Type != nodes[0]!.Type)
            {
                Fail(
                    call.Arguments[first + i],
                    $"The values of {call.Function} must be of one type, found {nodes[0]!.Type.InWords()} and {nodes[i]!.Type.InWords()}.");
                return null;
            }
        }

        return [.. nodes.OfType<Node>()];
    }

    private static Node[]? BindArguments(CallSyntax call, Func<int, ExpressionType> typeOf, Binder binder)
    {
        Node?[] nodes = call.Arguments
            .Select((a, i) => binder.Bind(a, typeOf(i), call.Arguments.Count == 1 ? $"The argument of {call.Function}" : $"Argument {i + 1} of {call.Function}"))
            .ToArray();
        return nodes.Contains(null) ? null : [.. nodes.OfType<Node>()];
    }

    private bool CheckCount(CallSyntax call, int least, int most)
    {
        if (call.Filter is not null)
        {
            Fail(call.Filter, "'where' may only stand in a window such as count(where amt > 100) over 1d.");
            return false;
        }

        if (call.Arguments.Count >= least && call.Arguments.Count <= most)
        {
            return true;
        }

        string expected = least == most ? $"{least}" : $"{least} to {most}";
        string window = WindowBinder.Names.Contains(call.Function)
            ? $" As a window it is written {call.Function}(…) over 7d."
            : "";
        Fail(call, $"{call.Function} takes {expected} argument{(most == 1 ? "" : "s")}, found {call.Arguments.Count}.{window}");
        return false;
    }

    private Node? Fail(Syntax at, string message)
    {
        faults.Add(new Fault(at.Position, message));
        return null;
    }
}
