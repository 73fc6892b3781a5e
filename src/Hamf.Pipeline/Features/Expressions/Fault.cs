namespace Hamf.Pipeline.Features.Expressions;

/// <summary>What is wrong with an expression.</summary>
/// <param name="Position">0-based position in the expression's text.</param>
/// <param name="Message">What was found, what was expected and what to do.</param>
internal sealed record Fault(int Position, string Message)
{
    /// <summary>The fault with its place: the column, and the line where the expression has several.</summary>
    public string Describe(string feature, string expression)
    {
        int lineNumber = 1;
        int lineStart = 0;
        int end = Math.Min(Position, expression.Length);
        for (int i = 0; i < end; i++)
        {
            if (expression[i] == '\n')
            {
                lineNumber++;
                lineStart = i + 1;
            }
        }

        return $"feature '{feature}', line {lineNumber}, column {end - lineStart + 1} of the expression: {Message}";
    }
}
