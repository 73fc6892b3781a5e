namespace Hamf.Models.Formats.Importing;

/// <summary>What is said about an import while it is made. Not thread-safe.</summary>
internal sealed class ImportReport
{
    private readonly List<string> _notes = [];
    private readonly List<string> _warnings = [];
    private readonly SortedSet<string> _libraries = new(StringComparer.Ordinal);

    public IReadOnlyList<string> Notes => _notes;

    public IReadOnlyList<string> Warnings => _warnings;

    public IReadOnlyList<string> Libraries => [.. _libraries];

    /// <summary>Says what something was taken for, and why.</summary>
    public void Note(string sentence) => _notes.Add(sentence);

    /// <summary>Says what the user should know or decide.</summary>
    public void Warn(string sentence) => _warnings.Add(sentence);

    /// <summary>Notes who wrote a file: <c>scikit-learn 1.2.1</c>.</summary>
    public void Library(string name) => _libraries.Add(name);
}
