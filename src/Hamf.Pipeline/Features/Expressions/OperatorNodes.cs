namespace Hamf.Pipeline.Features.Expressions;

/// <summary>Arithmetic. A missing operand, a division by zero and a result out of range give missing.</summary>
internal sealed class ArithmeticNode(char operation, Node left, Node right) : Node(ExpressionType.Number)
{
    public override double Number(Scope scope)
    {
        double a = left.Number(scope);
        double b = right.Number(scope);
        return Finite(operation switch
        {
            '+' => a + b,
            '-' => a - b,
            '*' => a * b,
            '/' => b == 0 ? double.NaN : a / b,
            _ => b == 0 ? double.NaN : a % b,
        });
    }
}

internal sealed class NegateNode(Node operand) : Node(ExpressionType.Number)
{
    public override double Number(Scope scope) => -operand.Number(scope);
}

/// <summary>Comparison of two numbers, times or booleans.</summary>
internal sealed class CompareNode(string operation, Node left, Node right) : Node(ExpressionType.Boolean)
{
    public override double Number(Scope scope)
    {
        double a = left.Number(scope);
        double b = right.Number(scope);
        if (double.IsNaN(a) || double.IsNaN(b))
        {
            return double.NaN;
        }

        bool holds = operation switch
        {
            "==" => a == b,
            "!=" => a != b,
            "<" => a < b,
            "<=" => a <= b,
            ">" => a > b,
            _ => a >= b,
        };
        return holds ? 1 : 0;
    }
}

/// <summary>Ordinal equality of two texts.</summary>
internal sealed class TextEqualNode(bool negated, Node left, Node right) : Node(ExpressionType.Boolean)
{
    public override double Number(Scope scope)
    {
        string? a = left.Text(scope);
        string? b = right.Text(scope);
        return a is null || b is null ? double.NaN : string.Equals(a, b, StringComparison.Ordinal) != negated ? 1 : 0;
    }
}

/// <summary><c>and</c>: false when either side is false, else missing when either is missing.</summary>
internal sealed class AndNode(Node left, Node right) : Node(ExpressionType.Boolean)
{
    public override double Number(Scope scope)
    {
        double a = left.Number(scope);
        if (a == 0)
        {
            return 0;
        }

        double b = right.Number(scope);
        return b == 0 ? 0 : double.IsNaN(a) ? a : b;
    }
}

/// <summary><c>or</c>: true when either side is true, else missing when either is missing.</summary>
internal sealed class OrNode(Node left, Node right) : Node(ExpressionType.Boolean)
{
    public override double Number(Scope scope)
    {
        double a = left.Number(scope);
        if (a == 1)
        {
            return 1;
        }

        double b = right.Number(scope);
        return b == 1 ? 1 : double.IsNaN(a) ? a : b;
    }
}

internal sealed class NotNode(Node operand) : Node(ExpressionType.Boolean)
{
    public override double Number(Scope scope) => 1 - operand.Number(scope);
}
