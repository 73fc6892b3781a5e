namespace Hamf.Models.Graph;

/// <summary>A step before prediction: rows in, rows out, each on its own.</summary>
internal abstract class Operator : GraphPart
{
    /// <summary>Number of columns written.</summary>
    public abstract int OutputWidth { get; }

    /// <summary>Transforms one row. Allocates nothing when warm.</summary>
    /// <param name="input">A row of <see cref="GraphPart.InputWidth"/>; not changed.</param>
    /// <param name="output">Another row; receives <see cref="OutputWidth"/> columns.</param>
    /// <param name="workspace">Rows for the inside.</param>
    /// <exception cref="RowRefusedException">The library refuses such a row.</exception>
    public abstract void Apply(RowVector input, RowVector output, Workspace workspace);

    /// <summary>The one input that an output column is made from, or -1 when it is made from several.</summary>
    public virtual int SourceOf(int output) => -1;
}
