namespace Hamf.Pipeline.Features.Expressions;

/// <summary><c>if(c, a, b)</c>; only the chosen side is evaluated.</summary>
internal sealed class IfNode(Node condition, Node whenTrue, Node whenFalse) : Node(whenTrue.Type)
{
    public override double Number(Scope scope)
    {
        double holds = condition.Number(scope);
        return double.IsNaN(holds) ? double.NaN : (holds == 1 ? whenTrue : whenFalse).Number(scope);
    }

    public override string? Text(Scope scope)
    {
        double holds = condition.Number(scope);
        return double.IsNaN(holds) ? null : (holds == 1 ? whenTrue : whenFalse).Text(scope);
    }
}

/// <summary>The first value that is not missing.</summary>
internal sealed class CoalesceNode(Node[] choices) : Node(choices[0].Type)
{
    public override double Number(Scope scope)
    {
        foreach (Node choice in choices)
        {
            double value = choice.Number(scope);
            if (!double.IsNaN(value))
            {
                return value;
            }
        }

        return double.NaN;
    }

    public override string? Text(Scope scope)
    {
        foreach (Node choice in choices)
        {
            if (choice.Text(scope) is { } value)
            {
                return value;
            }
        }

        return null;
    }
}

internal sealed class IsMissingNode(Node operand) : Node(ExpressionType.Boolean)
{
    public override double Number(Scope scope) => operand.IsMissing(scope) ? 1 : 0;
}

/// <summary><c>in(text, 'a', 'b')</c>.</summary>
internal sealed class TextInNode(Node operand, IEnumerable<string> choices) : Node(ExpressionType.Boolean)
{
    private readonly HashSet<string> _choices = new(choices, StringComparer.Ordinal);

    public override double Number(Scope scope) =>
        operand.Text(scope) is { } text ? (_choices.Contains(text) ? 1 : 0) : double.NaN;
}

/// <summary><c>in(number, 1, 2)</c>.</summary>
internal sealed class NumberInNode(Node operand, double[] choices) : Node(ExpressionType.Boolean)
{
    public override double Number(Scope scope)
    {
        double value = operand.Number(scope);
        return double.IsNaN(value) ? value : Array.IndexOf(choices, value) >= 0 ? 1 : 0;
    }
}

/// <summary>Smallest or largest of several numbers; missing when any is.</summary>
internal sealed class ExtremeNode(bool largest, Node[] operands) : Node(ExpressionType.Number)
{
    public override double Number(Scope scope)
    {
        double best = operands[0].Number(scope);
        for (int i = 1; i < operands.Length; i++)
        {
            double value = operands[i].Number(scope);
            best = largest ? Math.Max(best, value) : Math.Min(best, value);
        }

        return best;
    }
}
