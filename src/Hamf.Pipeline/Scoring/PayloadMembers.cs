using System.Buffers.Binary;
using System.Numerics;
using System.Text.Json;

namespace Hamf.Pipeline.Scoring;

/// <summary>
/// Where the members of a flat JSON object are, and a digest of them that neither their order nor the white space between them
/// changes. Reused from event to event; not thread-safe.
/// </summary>
internal sealed class PayloadMembers
{
    // Odd constants with about half of their bits set (the primes of xxHash64), so that multiplying mixes well.
    private const ulong Prime1 = 0x9E3779B185EBCA87;
    private const ulong Prime2 = 0xC2B2AE3D27D4EB4F;
    private const ulong Prime3 = 0x165667B19E3779F9;

    private readonly List<PayloadMember> _members = [];

    /// <summary>The members in order of appearance.</summary>
    public IReadOnlyList<PayloadMember> Members => _members;

    /// <summary>The digest of the object last read. The same for ever: it is stored beside event ids.</summary>
    public ulong Digest { get; private set; }

    /// <summary>Reads one object that fills the bytes.</summary>
    /// <exception cref="JsonException">The bytes are not one JSON object.</exception>
    public void Read(ReadOnlySpan<byte> json)
    {
        _members.Clear();
        Digest = 0;
        Utf8JsonReader reader = new(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("Expected a JSON object.");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            int start = (int)reader.TokenStartIndex;
            int nameLength = reader.ValueSpan.Length;
            reader.Read();
            int valueStart = (int)reader.TokenStartIndex;
            reader.Skip();
            PayloadMember member = new(start, nameLength, valueStart, (int)reader.BytesConsumed);
            _members.Add(member);
            // A sum does not depend on the order of what is added.
            Digest += Hash(Hash(Prime3, member.Name(json)), member.Value(json));
        }

        if (reader.Read())
        {
            throw new JsonException("Expected nothing after the JSON object.");
        }
    }

    private static ulong Hash(ulong seed, ReadOnlySpan<byte> bytes)
    {
        ulong hash = seed + ((ulong)bytes.Length * Prime1);
        while (bytes.Length >= sizeof(ulong))
        {
            hash = Round(hash, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        ulong rest = 0;
        for (int i = 0; i < bytes.Length; i++)
        {
            rest |= (ulong)bytes[i] << (8 * i);
        }

        hash = Round(hash, rest);
        hash = (hash ^ (hash >> 33)) * Prime2;
        hash = (hash ^ (hash >> 29)) * Prime3;
        return hash ^ (hash >> 32);
    }

    private static ulong Round(ulong hash, ulong word) =>
        (BitOperations.RotateLeft(hash ^ (BitOperations.RotateLeft(word * Prime2, 31) * Prime1), 27) * Prime1) + Prime3;
}

/// <summary>One member of a JSON object, by position in its bytes.</summary>
/// <param name="Start">Of the opening quote of the name.</param>
/// <param name="NameLength">Of the name between its quotes, in bytes.</param>
/// <param name="ValueStart">Of the value.</param>
/// <param name="End">Behind the value.</param>
internal readonly record struct PayloadMember(int Start, int NameLength, int ValueStart, int End)
{
    /// <summary>The name as written, without quotes.</summary>
    public ReadOnlySpan<byte> Name(ReadOnlySpan<byte> json) => json.Slice(Start + 1, NameLength);

    /// <summary>The value as written, with quotes where it has them.</summary>
    public ReadOnlySpan<byte> Value(ReadOnlySpan<byte> json) => json[ValueStart..End];
}
