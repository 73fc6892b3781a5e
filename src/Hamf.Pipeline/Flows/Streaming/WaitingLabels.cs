using System.Text;

namespace Hamf.Pipeline.Flows.Streaming;

/// <summary>
/// Labels that came before their event, and how far labels have been read. Part of window state: it is a function of what was applied, so
/// that replay finds the same labels waiting. One owner.
/// </summary>
internal sealed class WaitingLabels
{
    /// <summary>Most labels that wait; beyond it the oldest is forgotten.</summary>
    public const int CountMax = 100_000;

    private readonly Dictionary<string, LinkedListNode<Waiting>> _byEvent = new(StringComparer.Ordinal);
    private readonly LinkedList<Waiting> _oldestFirst = new();

    /// <summary>The offset of the next record of the labels topic.</summary>
    public long TopicOffset { get; set; }

    /// <summary>The position in the label store from which labels have not been applied yet.</summary>
    public long StorePosition { get; set; }

    /// <summary>How many labels wait.</summary>
    public int Count => _byEvent.Count;

    /// <summary>Lets a label wait for its event; a later one for the same event replaces it.</summary>
    public void Add(string eventId, bool positive, long atMs)
    {
        if (_byEvent.TryGetValue(eventId, out LinkedListNode<Waiting>? earlier))
        {
            earlier.Value = new Waiting(eventId, positive, atMs);
            return;
        }

        _byEvent.Add(eventId, _oldestFirst.AddLast(new Waiting(eventId, positive, atMs)));
        if (_byEvent.Count > CountMax)
        {
            _byEvent.Remove(_oldestFirst.First!.Value.EventId);
            _oldestFirst.RemoveFirst();
        }
    }

    /// <summary>Takes the label that waits for the event.</summary>
    public bool TryTake(string eventId, out bool positive, out long atMs)
    {
        (positive, atMs) = (false, 0);
        if (!_byEvent.Remove(eventId, out LinkedListNode<Waiting>? found))
        {
            return false;
        }

        _oldestFirst.Remove(found);
        (positive, atMs) = (found.Value.Positive, found.Value.AtMs);
        return true;
    }

    /// <summary>Writes everything.</summary>
    public void Save(Stream target)
    {
        using BinaryWriter writer = new(target, Encoding.UTF8, leaveOpen: true);
        writer.Write(TopicOffset);
        writer.Write(StorePosition);
        writer.Write(_oldestFirst.Count);
        foreach (Waiting label in _oldestFirst)
        {
            writer.Write(label.EventId);
            writer.Write(label.Positive);
            writer.Write(label.AtMs);
        }
    }

    /// <summary>Replaces everything by what was saved.</summary>
    public void Load(Stream source)
    {
        using BinaryReader reader = new(source, Encoding.UTF8, leaveOpen: true);
        _byEvent.Clear();
        _oldestFirst.Clear();
        TopicOffset = reader.ReadInt64();
        StorePosition = reader.ReadInt64();
        int count = reader.ReadInt32();
        if (count is < 0 or > CountMax)
        {
            throw new InvalidDataException($"A state snapshot claims {count} waiting labels.");
        }

        for (int i = 0; i < count; i++)
        {
            string id = reader.ReadString();
            Add(id, reader.ReadBoolean(), reader.ReadInt64());
        }
    }

    private readonly record struct Waiting(string EventId, bool Positive, long AtMs);
}
