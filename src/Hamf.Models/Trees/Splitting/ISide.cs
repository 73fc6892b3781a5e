namespace Hamf.Models.Trees.Splitting;

/// <summary>A split as a way to divide entries of a bag; a struct, so that each way of storing rows gets its own loop.</summary>
internal interface ISide
{
    /// <summary>Moves the entries that go left before the others; both sides keep their order.</summary>
    /// <param name="entries">Divided in place.</param>
    /// <param name="spare">As long, overwritten.</param>
    /// <returns>How many go left.</returns>
    int Divide(Span<ulong> entries, Span<ulong> spare);
}
