namespace Hamf.Models.Graph;

/// <summary>The model gives no score for this row, as the library that made it would have refused it. Other rows are not affected.</summary>
public sealed class RowRefusedException : Exception
{
    /// <summary>The refusal, said by a part of the graph in terms of its own columns.</summary>
    /// <param name="reason">A sentence without full stop.</param>
    public RowRefusedException(string reason)
        : base($"{reason}.")
    {
    }
}
