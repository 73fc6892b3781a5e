namespace Hamf.Models.Trees.Splitting;

/// <summary>A split as a question about a row; a struct, so that each way of storing rows gets its own loop.</summary>
internal interface ISide
{
    /// <summary>Whether the row goes left.</summary>
    bool IsLeft(int row);
}
