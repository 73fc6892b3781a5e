using Hamf.Models.Formats.Containers;

namespace Hamf.Models.Formats.Pickle;

/// <summary>What belongs to the reading of one file as a whole: limits, memory, companions, and what is noted on the way.</summary>
internal sealed class PickleSession(
    PickleLimits limits, MemoryBudget budget, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> companions, CancellationToken cancellation)
{
    private const int NotesMax = 32;

    public PickleLimits Limits { get; } = limits;

    public MemoryBudget Budget { get; } = budget;

    /// <summary>The files beside the pickle by their bare names.</summary>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Companions { get; } = companions;

    public CancellationToken Cancellation { get; } = cancellation;

    /// <summary>The highest protocol that was announced; 0 or 1 announce none.</summary>
    public int Protocol { get; set; }

    public JoblibLayout Layout { get; set; }

    /// <summary>Operations read.</summary>
    public long Operations { get; set; }

    /// <summary>Objects and arrays made.</summary>
    public long Objects { get; set; }

    /// <summary>Versions of scikit-learn that objects say they were written by.</summary>
    public SortedSet<string> Versions { get; } = new(StringComparer.Ordinal);

    /// <summary>Names that no model has a use for and that files made to do harm call.</summary>
    public SortedSet<string> SuspiciousNames { get; } = new(StringComparer.Ordinal);

    /// <summary>Top packages of the classes met.</summary>
    public SortedSet<string> Packages { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether arrays have the names of NumPy 2.</summary>
    public bool IsFromNumPy2 { get; set; }

    /// <summary>Notes what a name says about the file.</summary>
    public void NoteName(PyName name)
    {
        IsFromNumPy2 |= name.Module.StartsWith("numpy._core", StringComparison.Ordinal);
        Note(Packages, name.Package);
        if (HarmfulNames.Contains(name))
        {
            Note(SuspiciousNames, name.FullName);
        }
    }

    /// <summary>Notes the version in an object's state, if there is one.</summary>
    public void NoteState(PyValue state)
    {
        if (state is PyDictionary { Items.Count: > 0 } attributes && attributes["_sklearn_version"] is PyText { Value.Length: <= 40 } version)
        {
            Note(Versions, version.Value);
        }
    }

    /// <summary>What was noted.</summary>
    public PickleSummary Summary(ContainerKind container, int trailingSize) =>
        new(container, Protocol, Layout, Versions, Packages, IsFromNumPy2, SuspiciousNames, Objects, trailingSize);

    private static void Note(SortedSet<string> notes, string note)
    {
        if (notes.Count < NotesMax)
        {
            notes.Add(note);
        }
    }
}
