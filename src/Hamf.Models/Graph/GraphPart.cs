using Hamf.Models.Formats.Hamf;

namespace Hamf.Models.Graph;

/// <summary>
/// A part of an imported model: an <see cref="Operator"/> that turns rows into rows, or an <see cref="Estimator"/> that predicts. Immutable and
/// thread-safe; its constructor checks that all sizes fit and throws <see cref="ArgumentException"/> otherwise, so that neither a foreign
/// file nor our own can build one that reads outside an array.
/// </summary>
internal abstract class GraphPart
{
    /// <summary>The name in model files, for example <c>standard-scaler</c>; <see cref="GraphParts"/> knows its reader.</summary>
    public abstract string Kind { get; }

    /// <summary>Number of columns read.</summary>
    public abstract int InputWidth { get; }

    /// <summary>Whether an input column must be given as a text. <value>false</value></summary>
    public virtual bool ReadsText(int column) => false;

    /// <summary>Writes what the part's reader in <see cref="GraphParts"/> reads.</summary>
    public abstract void Write(PartWriter writer);
}
