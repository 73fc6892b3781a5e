namespace Hamf.Pipeline.Features.Expressions;

internal sealed class NumberLiteral(ExpressionType type, double value) : Node(type)
{
    public double Value => value;

    public override double Number(Scope scope) => value;
}

internal sealed class TextLiteral(string value) : Node(ExpressionType.Text)
{
    public string Value => value;

    public override string? Text(Scope scope) => value;
}

internal sealed class NumberColumnNode(ExpressionType type, int column) : Node(type)
{
    public override double Number(Scope scope) => Finite(scope.Row.Number(column));
}

/// <summary>An integer, time, date or boolean column: its identity is the exact integer.</summary>
internal sealed class IntegerColumnNode(ExpressionType type, int column) : Node(type)
{
    public override double Number(Scope scope) => scope.Row.Number(column);

    public override long Identity(Scope scope) =>
        scope.Row.IsMissing(column) ? MissingIdentity : NotMissing(scope.Row.Integer(column));
}

internal sealed class TextColumnNode(int column) : Node(ExpressionType.Text)
{
    public override string? Text(Scope scope) => scope.Row.Text(column);
}

internal sealed class LabelNode() : Node(ExpressionType.Boolean)
{
    public override double Number(Scope scope) => scope.Label;
}

/// <summary>The value of a window aggregate, which the engine has put into its slot.</summary>
internal sealed class AggregateNode(ExpressionType type, int slot) : Node(type)
{
    public override double Number(Scope scope) => scope.Aggregates[slot];
}
