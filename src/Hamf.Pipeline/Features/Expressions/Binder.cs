using Hamf.Pipeline.Detectors.Reading;
using Hamf.Pipeline.Features.Windows;
using Hamf.Pipeline.Rows;

namespace Hamf.Pipeline.Features.Expressions;

/// <summary>
/// Checks the types and roles of a tree and compiles it. Goes on after a fault, so that one pass lists all of them.
/// Window aggregates are entered into the catalog and become slots.
/// </summary>
internal sealed class Binder(Columns columns, WindowCatalog windows, List<Fault> faults)
{
    private readonly EventSchema _schema = columns.Schema;
    private readonly CallBinder _callBinder = new(new WindowBinder(columns, windows, faults), faults);

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
        CallSyntax call => _callBinder.Bind(call, this),
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
            return Fail(name, $"There is no column '{name.Name}'.{Suggestion.AfterSentence(name.Name, _schema.Columns.Select(c => c.Name))}");
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

    private Node? Fail(Syntax at, string message)
    {
        faults.Add(new Fault(at.Position, message));
        return null;
    }
}
