using System.Text.Json;

namespace Hamf.Pipeline.Scoring;

/// <summary>Reads records of topic_2, as <see cref="ScoredEventJson"/> writes them.</summary>
internal static class ScoredEventReader
{
    /// <summary>Reads one record.</summary>
    /// <exception cref="JsonException">It is not a record of topic_2; the message says why.</exception>
    public static ScoredEvent Read(ReadOnlyMemory<byte> record)
    {
        Utf8JsonReader reader = new(record.Span);
        Expect(ref reader, JsonTokenType.StartArray);
        Expect(ref reader, JsonTokenType.StartObject);
        int eventStart = (int)reader.BytesConsumed;
        int eventEnd = FindMark(ref reader);
        ScoredEvent scored = ReadAdded(ref reader);
        return scored with { Payload = PayloadOf(record.Span[eventStart..eventEnd]) };
    }

    /// <summary>Reads one record, or gives null where it is not a record of topic_2.</summary>
    public static ScoredEvent? TryRead(ReadOnlyMemory<byte> record)
    {
        try
        {
            return Read(record);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            // The JSON reader throws the last two for a value of another type and for one out of range.
            return null;
        }
    }

    /// <summary>Tells a positive decision without reading the rest into objects; false where the record is not one of topic_2.</summary>
    public static bool IsPositive(ReadOnlySpan<byte> record) =>
        record.IndexOf("\"hamf\":1"u8) is > 0 and var mark
        && (record[mark..].IndexOf("decision\":1,"u8) >= 0);

    /// <summary>Goes to the mark's value and returns where the event's own members end: before the decision and the truth slot.</summary>
    private static int FindMark(ref Utf8JsonReader reader)
    {
        int last = 0;
        int beforeLast = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isMark = reader.ValueTextEquals("hamf"u8);
            int start = (int)reader.TokenStartIndex;
            reader.Read();
            reader.Skip();
            if (isMark)
            {
                return beforeLast > 0 ? beforeLast : throw NotScored("the members before \"hamf\" are missing");
            }

            (beforeLast, last) = (last, start);
        }

        throw NotScored("it has no member \"hamf\"");
    }

    private static ScoredEvent ReadAdded(ref Utf8JsonReader reader)
    {
        AddedValues added = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            int name = NameOf(ref reader);
            reader.Read();
            added.Set(name, ref reader);
        }

        return added.EventId is null || added.Detector is null || added.ModelVersion == 0 ? throw NotScored("the score is missing") : new ScoredEvent
        {
            EventId = added.EventId,
            Detector = added.Detector,
            TimeMs = added.TimeMs,
            Entity = added.Entity,
            Score = added.Score,
            Threshold = added.Threshold,
            Decision = added.Decision,
            ModelVersion = added.ModelVersion,
            ScoredAtMs = added.ScoredAtMs,
            Reasons = added.Reasons ?? [],
            Payload = default,
        };
    }

    private static int NameOf(ref Utf8JsonReader reader)
    {
        for (int i = 0; i < ScoredEventNames.All.Length; i++)
        {
            string name = ScoredEventNames.All[i];
            if (reader.ValueTextEquals(name) || (reader.ValueSpan.StartsWith("hamf_"u8) && reader.ValueTextEquals(ScoredEventJson.Prefix + name)))
            {
                return i;
            }
        }

        return -1;
    }

    private static byte[] PayloadOf(ReadOnlySpan<byte> members)
    {
        members = members.TrimEnd(" \t\r\n,"u8);
        var payload = new byte[members.Length + 2];
        payload[0] = (byte)'{';
        members.CopyTo(payload.AsSpan(1));
        payload[^1] = (byte)'}';
        return payload;
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType token)
    {
        if (!reader.Read() || reader.TokenType != token)
        {
            throw NotScored("expected an array of one object");
        }
    }

    private static JsonException NotScored(string reason) => new($"Not a scored event: {reason}.");

    private struct AddedValues
    {
        public string? EventId;
        public string? Detector;
        public long TimeMs;
        public string? Entity;
        public double Score;
        public bool Decision;
        public double Threshold;
        public int ModelVersion;
        public long ScoredAtMs;
        public List<Reason>? Reasons;

        public void Set(int name, ref Utf8JsonReader reader)
        {
            switch (name)
            {
                case 0: EventId = reader.GetString(); break;
                case 1: Detector = reader.GetString(); break;
                case 2: TimeMs = reader.GetInt64(); break;
                case 3: Entity = reader.GetString(); break;
                case 4: Score = reader.GetDouble(); break;
                case 5: Decision = reader.GetInt32() != 0; break;
                case 6: Threshold = reader.GetDouble(); break;
                case 7: ModelVersion = reader.GetInt32(); break;
                case 8: ScoredAtMs = reader.GetInt64(); break;
                case 9: Reasons = ReadReasons(ref reader); break;
                default: reader.Skip(); break;
            }
        }

        private static List<Reason> ReadReasons(ref Utf8JsonReader reader)
        {
            List<Reason> reasons = [];
            while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
            {
                string feature = "";
                string value = "";
                double contribution = 0;
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    bool isFeature = reader.ValueTextEquals("feature"u8);
                    bool isValue = reader.ValueTextEquals("value"u8);
                    reader.Read();
                    feature = isFeature ? reader.GetString()! : feature;
                    value = isValue ? reader.GetString()! : value;
                    contribution = isFeature || isValue ? contribution : reader.GetDouble();
                }

                reasons.Add(new Reason(feature, value, contribution));
            }

            return reasons;
        }
    }
}
