namespace Hamf.Pipeline.Features.Expressions;

/// <summary>A function of one number; missing gives missing.</summary>
internal sealed class Call1Node(ExpressionType type, Func<double, double> function, Node operand) : Node(type)
{
    public override double Number(Scope scope)
    {
        double x = operand.Number(scope);
        return double.IsNaN(x) ? x : Finite(function(x));
    }
}

/// <summary>A function of two numbers; missing gives missing.</summary>
internal sealed class Call2Node(ExpressionType type, Func<double, double, double> function, Node first, Node second) : Node(type)
{
    public override double Number(Scope scope)
    {
        double x = first.Number(scope);
        double y = second.Number(scope);
        return double.IsNaN(x) || double.IsNaN(y) ? double.NaN : Finite(function(x, y));
    }
}

/// <summary>A function of three numbers; missing gives missing.</summary>
internal sealed class Call3Node(Func<double, double, double, double> function, Node[] operands) : Node(ExpressionType.Number)
{
    public override double Number(Scope scope)
    {
        double x = operands[0].Number(scope);
        double y = operands[1].Number(scope);
        double z = operands[2].Number(scope);
        return double.IsNaN(x) || double.IsNaN(y) || double.IsNaN(z) ? double.NaN : Finite(function(x, y, z));
    }
}

/// <summary>A function of four numbers; missing gives missing.</summary>
internal sealed class Call4Node(Func<double, double, double, double, double> function, Node[] operands) : Node(ExpressionType.Number)
{
    public override double Number(Scope scope)
    {
        double a = operands[0].Number(scope);
        double b = operands[1].Number(scope);
        double c = operands[2].Number(scope);
        double d = operands[3].Number(scope);
        return double.IsNaN(a) || double.IsNaN(b) || double.IsNaN(c) || double.IsNaN(d)
            ? double.NaN
            : Finite(function(a, b, c, d));
    }
}

/// <summary>A number or boolean made from a text.</summary>
internal sealed class TextToNumberNode(ExpressionType type, Func<string, double> function, Node operand) : Node(type)
{
    public override double Number(Scope scope) => operand.Text(scope) is { } text ? function(text) : double.NaN;
}

/// <summary>A number or boolean made from two texts.</summary>
internal sealed class TextsToNumberNode(ExpressionType type, Func<string, string, double> function, Node first, Node second) : Node(type)
{
    public override double Number(Scope scope) =>
        first.Text(scope) is { } a && second.Text(scope) is { } b ? function(a, b) : double.NaN;
}

/// <summary>A text made from a text.</summary>
internal sealed class TextToTextNode(Func<string, string?> function, Node operand) : Node(ExpressionType.Text)
{
    public override string? Text(Scope scope) => operand.Text(scope) is { } text ? function(text) : null;
}

/// <summary>A number or boolean read off a URL.</summary>
internal sealed class UrlToNumberNode(ExpressionType type, Func<UrlParts, double> function, Node operand) : Node(type)
{
    public override double Number(Scope scope) =>
        operand.Text(scope) is { } text ? function(scope.Url(text)) : double.NaN;
}

/// <summary>A text read off a URL.</summary>
internal sealed class UrlToTextNode(Func<UrlParts, string?> function, Node operand) : Node(ExpressionType.Text)
{
    public override string? Text(Scope scope) => operand.Text(scope) is { } text ? function(scope.Url(text)) : null;
}

/// <summary>A part of the calendar at a time; the zone is null for UTC.</summary>
internal sealed class CalendarNode(ExpressionType type, Func<long, double> function, Node time, TimeZoneInfo? zone) : Node(type)
{
    public override double Number(Scope scope)
    {
        double ms = time.Number(scope);
        if (!(ms >= Calendar.MinMs && ms <= Calendar.MaxMs))
        {
            return double.NaN;
        }

        long local = (long)ms;
        return function(zone is null ? local : local + Calendar.OffsetMs(local, zone));
    }
}
