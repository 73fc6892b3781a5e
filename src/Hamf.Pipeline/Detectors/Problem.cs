namespace Hamf.Pipeline.Detectors;

/// <summary>One fault in a detector file.</summary>
/// <param name="File">Path as given.</param>
/// <param name="Line">1-based line, 0 when it concerns the whole file.</param>
/// <param name="Message">What was found, what was expected and what to do.</param>
public sealed record Problem(string File, int Line, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => Line == 0 ? $"{File}: {Message}" : $"{File}:{Line}: {Message}";
}
