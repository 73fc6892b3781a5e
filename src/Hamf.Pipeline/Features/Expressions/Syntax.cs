using System.Globalization;
using System.Text;

namespace Hamf.Pipeline.Features.Expressions;

/// <summary>An expression as parsed. Its canonical text has one spelling per meaning: spaces, quotes and brackets do not matter.</summary>
/// <param name="Position">0-based position in the expression's text.</param>
internal abstract record Syntax(int Position)
{
    /// <summary>The canonical text.</summary>
    public string Canonical()
    {
        var text = new StringBuilder();
        Write(text);
        return text.ToString();
    }

    public abstract void Write(StringBuilder text);
}

internal sealed record NumberSyntax(int Position, double Value) : Syntax(Position)
{
    public override void Write(StringBuilder text) => text.Append(Value.ToString("R", CultureInfo.InvariantCulture));
}

internal sealed record TextSyntax(int Position, string Value) : Syntax(Position)
{
    public override void Write(StringBuilder text) =>
        text.Append('\'').Append(Value.Replace("'", "''", StringComparison.Ordinal)).Append('\'');
}

internal sealed record BooleanSyntax(int Position, bool Value) : Syntax(Position)
{
    public override void Write(StringBuilder text) => text.Append(Value ? "true" : "false");
}

internal sealed record NameSyntax(int Position, string Name) : Syntax(Position)
{
    public override void Write(StringBuilder text) =>
        text.Append('`').Append(Name.Replace("`", "``", StringComparison.Ordinal)).Append('`');
}

/// <summary>A prefix operator: <c>-</c> or <c>not</c>.</summary>
internal sealed record UnarySyntax(int Position, string Operator, Syntax Operand) : Syntax(Position)
{
    public override void Write(StringBuilder text)
    {
        text.Append('(').Append(Operator).Append(' ');
        Operand.Write(text);
        text.Append(')');
    }
}

/// <summary>An operator between two operands; its position is the operator's.</summary>
internal sealed record BinarySyntax(int Position, string Operator, Syntax Left, Syntax Right) : Syntax(Position)
{
    public override void Write(StringBuilder text)
    {
        text.Append('(');
        Left.Write(text);
        text.Append(' ').Append(Operator).Append(' ');
        Right.Write(text);
        text.Append(')');
    }
}

internal sealed record CallSyntax(int Position, string Function, IReadOnlyList<Syntax> Arguments) : Syntax(Position)
{
    /// <summary>The condition after <c>where</c>, or null.</summary>
    public Syntax? Filter { get; init; }

    /// <summary>What follows the call: <c>over</c>, <c>by</c>, <c>delay</c>; null when nothing does.</summary>
    public WindowSyntax? Window { get; init; }

    public override void Write(StringBuilder text)
    {
        text.Append(Function).Append('(');
        for (int i = 0; i < Arguments.Count; i++)
        {
            text.Append(i == 0 ? "" : ", ");
            Arguments[i].Write(text);
        }

        if (Filter is not null)
        {
            text.Append(" where ");
            Filter.Write(text);
        }

        text.Append(')');
    }
}

/// <summary>The clauses of a window.</summary>
/// <param name="SpanMs">The span after <c>over</c>, or null.</param>
/// <param name="By">The columns after <c>by</c>; empty means the entity.</param>
/// <param name="DelayMs">The span after <c>delay</c>, or null.</param>
internal sealed record WindowSyntax(long? SpanMs, IReadOnlyList<NameSyntax> By, long? DelayMs);
