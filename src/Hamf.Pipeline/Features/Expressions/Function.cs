namespace Hamf.Pipeline.Features.Expressions;

/// <summary>A function of fixed parameter types.</summary>
/// <param name="Name">As written.</param>
/// <param name="Parameters">The types of its parameters, in order.</param>
/// <param name="Result">The type of its value.</param>
/// <param name="Create">Makes the node from the arguments.</param>
internal sealed record Function(
    string Name,
    IReadOnlyList<ExpressionType> Parameters,
    ExpressionType Result,
    Func<Node[], Node> Create);
