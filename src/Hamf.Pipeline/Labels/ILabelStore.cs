namespace Hamf.Pipeline.Labels;

/// <summary>Keeps labels with their history. Thread-safe; every call is durable when it returns.</summary>
public interface ILabelStore
{
    /// <summary>Adds labels. A later one for the same event corrects the earlier and keeps it in the history; an exact repeat changes nothing.</summary>
    /// <returns>How many were new.</returns>
    int Add(IReadOnlyList<Label> labels);

    /// <summary>The label in force of each event id, where there is one.</summary>
    IReadOnlyDictionary<string, Label> Current(IReadOnlyCollection<string> eventIds);

    /// <summary>All labels of an event, newest first.</summary>
    IReadOnlyList<Label> History(string eventId);

    /// <summary>Labels added after the given position, in order of arrival, with the position after the last.</summary>
    (IReadOnlyList<Label> Labels, long NextPosition) ReadFrom(long position, int max);

    /// <summary>Number of labelled events.</summary>
    long Count();
}
