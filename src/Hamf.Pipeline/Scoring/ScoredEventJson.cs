using System.Text;

namespace Hamf.Pipeline.Scoring;

/// <summary>
/// The record of topic_2: an array of one object. The event's members come first, byte for byte as received but for the label; then the
/// label's member with the decision in it and the empty slot for the truth; then what scoring added. Docs: docs/guides/streaming.md.
/// Writing is not thread-safe, reading is (<see cref="ScoredEventReader"/>).
/// </summary>
internal sealed class ScoredEventJson
{
    /// <summary>Separates the event from what scoring added; the one name that an event's member may not have.</summary>
    public const string Mark = "hamf";

    /// <summary>Comes before an added name that the event itself uses.</summary>
    public const string Prefix = "hamf_";

    private static readonly byte[][] Added = ScoredEventNames.All.Select(Encoding.UTF8.GetBytes).ToArray();

    private readonly byte[] _label;
    private readonly byte[] _truth;
    private readonly byte[] _detector;

    /// <summary>A writer for a detector's events.</summary>
    /// <param name="detector">The detector's name.</param>
    /// <param name="label">The label column's name, or null when there is none.</param>
    public ScoredEventJson(string detector, string? label)
    {
        _detector = Encoding.UTF8.GetBytes(detector);
        string name = label ?? "is_positive";
        _label = Encoding.UTF8.GetBytes(name);
        _truth = Encoding.UTF8.GetBytes(TruthName(name));
    }

    /// <summary>The name of the truth slot: <c>fraud_confirmed</c> for <c>is_fraud</c>.</summary>
    public static string TruthName(string label) =>
        (label.StartsWith("is_", StringComparison.Ordinal) ? label[3..] : label) + "_confirmed";

    /// <summary>Writes one record. The payload of <paramref name="scored"/> is a flat object, read into <paramref name="members"/>.</summary>
    public void Write(JsonBytes target, ScoredEvent scored, PayloadMembers members)
    {
        int collisions = WriteEvent(target, scored.Payload.Span, members);
        target.Raw("\""u8);
        target.Raw(_label);
        target.Raw(scored.Decision ? "\":1,\""u8 : "\":0,\""u8);
        target.Raw(_truth);
        target.Raw("\":null,\"hamf\":1"u8);
        WriteAdded(target, scored, collisions);
        target.Raw("}]"u8);
    }

    /// <summary>Copies the event's members and tells which added names they use, as bits.</summary>
    private int WriteEvent(JsonBytes target, ReadOnlySpan<byte> payload, PayloadMembers members)
    {
        int collisions = 0;
        target.Raw("[{"u8);
        for (int m = 0; m < members.Members.Count; m++)
        {
            PayloadMember member = members.Members[m];
            ReadOnlySpan<byte> name = member.Name(payload);
            if (name.SequenceEqual(_label) || name.SequenceEqual(_truth) || name.SequenceEqual("hamf"u8))
            {
                continue;
            }

            collisions |= CollisionOf(name);
            target.Raw(payload[member.Start..member.End]);
            target.Raw(","u8);
        }

        return collisions;
    }

    private void WriteAdded(JsonBytes target, ScoredEvent scored, int collisions)
    {
        Name(target, 0, collisions);
        target.Text(scored.EventId);
        Name(target, 1, collisions);
        target.Raw("\""u8);
        target.Raw(_detector);
        target.Raw("\""u8);
        Name(target, 2, collisions);
        target.Number(scored.TimeMs);
        Name(target, 3, collisions);
        target.Text(scored.Entity);
        Name(target, 4, collisions);
        target.Number(scored.Score);
        Name(target, 5, collisions);
        target.Raw(scored.Decision ? "1"u8 : "0"u8);
        Name(target, 6, collisions);
        target.Number(scored.Threshold);
        Name(target, 7, collisions);
        target.Number(scored.ModelVersion);
        Name(target, 8, collisions);
        target.Number(scored.ScoredAtMs);
        if (scored.Reasons.Count > 0)
        {
            Name(target, 9, collisions);
            WriteReasons(target, scored.Reasons);
        }
    }

    private static void WriteReasons(JsonBytes target, IReadOnlyList<Reason> reasons)
    {
        for (int i = 0; i < reasons.Count; i++)
        {
            target.Raw(i == 0 ? "[{\"feature\":"u8 : ",{\"feature\":"u8);
            target.Text(reasons[i].Feature);
            target.Raw(",\"value\":"u8);
            target.Text(reasons[i].Value);
            target.Raw(",\"contribution\":"u8);
            target.Number(reasons[i].Contribution);
            target.Raw("}"u8);
        }

        target.Raw("]"u8);
    }

    private static void Name(JsonBytes target, int name, int collisions)
    {
        target.Raw((collisions & (1 << name)) == 0 ? ",\""u8 : ",\"hamf_"u8);
        target.Raw(Added[name]);
        target.Raw("\":"u8);
    }

    private static int CollisionOf(ReadOnlySpan<byte> name)
    {
        for (int i = 0; i < Added.Length; i++)
        {
            if (name.SequenceEqual(Added[i]))
            {
                return 1 << i;
            }
        }

        return 0;
    }
}

/// <summary>The names of what scoring adds to an event, in order.</summary>
internal static class ScoredEventNames
{
    /// <summary>All of them.</summary>
    public static readonly string[] All =
    [
        "event_id", "detector", "event_time", "entity", "fraud_probability", "decision", "threshold", "model_version", "scored_at", "reasons",
    ];
}
