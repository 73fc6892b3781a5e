namespace Hamf.Models.Formats;

/// <summary>
/// A model file of another program cannot be imported. The message is one sentence or two for the user: what was found, where, and what to do.
/// </summary>
public sealed class ImportException : Exception
{
    /// <summary>The error with its place.</summary>
    /// <param name="where">Path inside the object tree, as <c>steps[2].estimators_[0]</c>; empty for the whole file.</param>
    /// <param name="what">What was found, as a sentence without full stop.</param>
    /// <param name="advice">What to do, as a sentence without full stop; empty when there is nothing to do.</param>
    /// <param name="cause">The error below, or null.</param>
    public ImportException(string where, string what, string advice = "", Exception? cause = null)
        : base($"{(where.Length == 0 ? string.Empty : $"at {where}: ")}{what}.{(advice.Length == 0 ? string.Empty : $" {advice}.")}", cause) =>
        (Where, Sentence, Advice) = (where, what, advice);

    /// <summary>The same error with the name of its file before its place.</summary>
    internal ImportException Inside(string file) => new(Where.Length == 0 ? file : $"{file}, {Where}", Sentence, Advice, this);

    /// <summary>Path inside the object tree; empty for the whole file.</summary>
    public string Where { get; }

    /// <summary>What was found, as a sentence without full stop.</summary>
    public string Sentence { get; }

    /// <summary>What to do, as a sentence without full stop; empty when there is nothing to do.</summary>
    public string Advice { get; }
}
