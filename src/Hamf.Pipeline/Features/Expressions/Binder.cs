using Hamf.Pipeline.Features.Windows;
using Hamf.Pipeline.Rows;

namespace Hamf.Pipeline.Features.Expressions;

/// <summary>
/// Checks the types and roles of a tree and compiles it. Goes on after a fault, so that one pass lists all of them.
/// Window aggregates are entered into the catalog and become slots.
/// </summary>
internal sealed class Binder(Columns columns, WindowCatalog windows, List<Fault> faults)
{
    private static readonly string[] Forms = ["if", "coalesce", "is_missing", "in", "min", "max", "round", .. CalendarForms.Names];

    private readonly WindowBinder _windowBinder = new(columns, windows, faults);
    private readonly EventSchema _schema = columns.Schema;

    /// <summary>What columns may be read where the binder is now.</summary>
    public Place Place { get; set; } = Place.Feature;

    /// <summary>True once the label has been read since this was last reset.</summary>
    public bool ReadsLabel { get; set; }

    /// <summary>The compiled expression, or null when something is wrong with it.</summary>
    public Node? Bind(Syntax syntax) => syntax switch
    {
        NumberSyntax number => new NumberLiteral(ExpressionType.Number, number.Value),
        TextSyntax text => new TextLiteral(text.Value),
        BooleanSyntax boolean => new NumberLiteral(ExpressionType.Boolean, boolean.Value ? 1 : 0),
        NameSyntax name => BindColumn(name),
        UnarySyntax unary => BindUnary(unary),
        BinarySyntax binary => BindBinary(binary),
        CallSyntax call => BindCall(call),
        _ => throw new InvalidOperationException(syntax.GetType().Name),
    };

    /// <summary>Binds and requires a type; the fault names <paramref name="what"/> is at fault.</summary>
    public Node? Bind(Syntax syntax, ExpressionType expected, string what)
    {
        Node? node = Bind(syntax);
        if (node is null || node.Type == expected)
        {
            return node;
        }

        string hint = (expected, node.Type) switch
        {
            (ExpressionType.Number, ExpressionType.Boolean) => " Use if(condition, 1, 0) to count it.",
            (ExpressionType.Number, ExpressionType.Time) => " Use hours_between, hour, day_of_week or age_years.",
            _ => "",
        };
        return Fail(syntax, $"{what} must be {expected.InWords()}, found {node.Type.InWords()}.{hint}");
    }

    private Node? BindColumn(NameSyntax name)
    {
        if (columns.Unclear.Contains(name.Name))
        {
            return null;
        }

        int column = _schema.IndexOf(name.Name);
        if (column < 0)
        {
            return Fail(name, $"There is no column '{name.Name}'.{Suggestion.For(name.Name, _schema.Columns.Select(c => c.Name))}");
        }

        if (RoleRules.Refuse(_schema.Columns[column], Place) is { } reason)
        {
            return Fail(name, reason);
        }

        if (column == _schema.LabelIndex)
        {
            ReadsLabel = true;
            return new LabelNode();
        }

        return _schema.Columns[column].Type switch
        {
            ColumnType.Number => new NumberColumnNode(ExpressionType.Number, column),
            ColumnType.Integer => new IntegerColumnNode(ExpressionType.Number, column),
            ColumnType.Boolean => new IntegerColumnNode(ExpressionType.Boolean, column),
            ColumnType.Text => new TextColumnNode(column),
            _ => new IntegerColumnNode(ExpressionType.Time, column),
        };
    }

    private Node? BindUnary(UnarySyntax unary)
    {
        if (unary.Operator == "-")
        {
            Node? number = Bind(unary.Operand, ExpressionType.Number, "What follows '-'");
            return number is NumberLiteral literal
                ? new NumberLiteral(ExpressionType.Number, -literal.Value)
                : number is null ? null : new NegateNode(number);
        }

        Node? operand = Bind(unary.Operand, ExpressionType.Boolean, "What follows 'not'");
        return operand is null ? null : new NotNode(operand);
    }

    private Node? BindBinary(BinarySyntax binary)
    {
        string left = $"The left side of '{binary.Operator}'";
        string right = $"The right side of '{binary.Operator}'";
        switch (binary.Operator)
        {
            case "and" or "or":
                Node? a = Bind(binary.Left, ExpressionType.Boolean, left);
                Node? b = Bind(binary.Right, ExpressionType.Boolean, right);
                return a is null || b is null ? null : binary.Operator == "and" ? new AndNode(a, b) : new OrNode(a, b);
            case "+" or "-" or "*" or "/" or "%":
                Node? x = Bind(binary.Left, ExpressionType.Number, left);
                Node? y = Bind(binary.Right, ExpressionType.Number, right);
                return x is null || y is null ? null : new ArithmeticNode(binary.Operator[0], x, y);
            default:
                return BindComparison(binary);
        }
    }

    private Node? BindComparison(BinarySyntax binary)
    {
        Node? left = Bind(binary.Left);
        Node? right = Bind(binary.Right);
        if (left is null || right is null)
        {
            return null;
        }

        bool equality = binary.Operator is "==" or "!=";
        if (left.Type != right.Type)
        {
            return Fail(binary, $"'{binary.Operator}' compares two values of one type, found {left.Type.InWords()} and {right.Type.InWords()}.");
        }

        if (!equality && left.Type is ExpressionType.Text or ExpressionType.Boolean)
        {
            return Fail(binary, $"'{binary.Operator}' compares numbers or times, found {left.Type.InWords()}; '==' and '!=' compare it.");
        }

        return left.Type == ExpressionType.Text
            ? new TextEqualNode(binary.Operator == "!=", left, right)
            : new CompareNode(binary.Operator, left, right);
    }

    private Node? BindCall(CallSyntax call)
    {
        if (WindowBinder.IsWindow(call))
        {
            return _windowBinder.Bind(call, this);
        }

        if (Functions.Find(call.Function) is { } function)
        {
            return CheckCount(call, function.Parameters.Count, function.Parameters.Count)
                && BindArguments(call, i => function.Parameters[i]) is { } arguments
                ? function.Create(arguments)
                : null;
        }

        return call.Function switch
        {
            "if" => BindIf(call),
            "coalesce" => CheckCount(call, 2, 20) && BindAlike(call, 0) is { } choices ? new CoalesceNode(choices) : null,
            "is_missing" => CheckCount(call, 1, 1) && Bind(call.Arguments[0]) is { } operand ? new IsMissingNode(operand) : null,
            "in" => BindIn(call),
            "round" => BindRound(call),
            "min" or "max" => CheckCount(call, 2, 20) && BindArguments(call, _ => ExpressionType.Number) is { } operands
                ? new ExtremeNode(call.Function == "max", operands)
                : null,
            _ when CalendarForms.Find(call.Function) is { } form => BindCalendar(call, form),
            _ => Fail(call, $"There is no function '{call.Function}'." +
                Suggestion.For(call.Function, [.. Functions.Names, .. Forms, .. WindowBinder.Names])),
        };
    }

    private IfNode? BindIf(CallSyntax call)
    {
        if (!CheckCount(call, 3, 3))
        {
            return null;
        }

        Node? condition = Bind(call.Arguments[0], ExpressionType.Boolean, "The condition of if");
        Node[]? sides = BindAlike(call, 1);
        return condition is null || sides is null ? null : new IfNode(condition, sides[0], sides[1]);
    }

    private Node? BindIn(CallSyntax call)
    {
        if (!CheckCount(call, 2, 200) || BindAlike(call, 0) is not { } parts)
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

    private Node? BindRound(CallSyntax call)
    {
        if (!CheckCount(call, 1, 2) || BindArguments(call, _ => ExpressionType.Number) is not { } arguments)
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

    private Node? BindCalendar(CallSyntax call, CalendarForm form)
    {
        if (!CheckCount(call, 1, 2) || Bind(call.Arguments[0], ExpressionType.Time, $"The first argument of {form.Name}") is not { } time)
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
    private Node[]? BindAlike(CallSyntax call, int first)
    {
        Node?[] nodes = call.Arguments.Skip(first).Select(Bind).ToArray();
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

    private Node[]? BindArguments(CallSyntax call, Func<int, ExpressionType> typeOf)
    {
        Node?[] nodes = call.Arguments
            .Select((a, i) => Bind(a, typeOf(i), call.Arguments.Count == 1 ? $"The argument of {call.Function}" : $"Argument {i + 1} of {call.Function}"))
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
