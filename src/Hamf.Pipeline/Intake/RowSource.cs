using Hamf.Pipeline.Rows;

namespace Hamf.Pipeline.Intake;

/// <summary>Rows of a file, one after the other. Not thread-safe.</summary>
internal abstract class RowSource : IDisposable
{
    /// <summary>1-based line of the last row, accepted or not; 0 before the first.</summary>
    public abstract long LineNumber { get; }

    /// <summary>Reads the next row.</summary>
    /// <param name="row">Receives the values of an accepted row.</param>
    /// <param name="reject">Why the row was not accepted, or null: the first fault only, so that one bad row is one reject.</param>
    /// <returns>False at the end of the file.</returns>
    public abstract bool Read(Row row, out Reject? reject);

    /// <inheritdoc/>
    public abstract void Dispose();
}
