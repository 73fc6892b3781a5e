namespace Hamf.App.Commands;

/// <summary>Writes each progress line at once, on the thread that reports it, so that lines keep their order.</summary>
internal sealed class LineProgress(Terminal terminal) : IProgress<string>
{
    /// <inheritdoc/>
    public void Report(string value) => terminal.Progress(value);
}
