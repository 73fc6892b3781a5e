using System.Buffers;
using System.Text;
using System.Text.Json;
using Hamf.Pipeline.Rows;

namespace Hamf.Pipeline.Validation;

/// <summary>Reads the members of one object into a row: the state of a single <see cref="JsonRowParser.TryRead"/>.</summary>
internal ref struct JsonRowReader(RowRules rules, MemberNames names, Row row, long lineNumber)
{
    private const int StackBytes = 256;
    private const byte Unseen = byte.MaxValue;

    private Reject?[]? _faults;

    /// <summary>Reads to the object's end; adds the faults in schema order.</summary>
    public bool Read(ref Utf8JsonReader reader, ICollection<Reject> rejects)
    {
        int count = rules.Schema.Columns.Count;
        Span<byte> ranks = count <= StackBytes ? stackalloc byte[count] : new byte[count];
        ranks.Fill(Unseen);
        JsonRowParser.ReadToken(ref reader);
        while (reader.TokenType == JsonTokenType.PropertyName)
        {
            ReadMember(ref reader, ranks);
            JsonRowParser.ReadToken(ref reader);
        }

        for (int c = 0; c < count; c++)
        {
            if (ranks[c] == Unseen && rules.ReadMissing(c, row) is { } rule)
            {
                Fault(c, rule, default);
            }
        }

        return Report(rejects);
    }

    private readonly bool Report(ICollection<Reject> rejects)
    {
        bool valid = true;
        foreach (Reject? fault in _faults ?? [])
        {
            if (fault is not null)
            {
                rejects.Add(fault);
                valid = false;
            }
        }

        return valid;
    }

    private void ReadMember(ref Utf8JsonReader reader, scoped Span<byte> ranks)
    {
        ReadOnlySpan<MemberTarget> targets = FindTargets(ref reader);
        JsonRowParser.ReadToken(ref reader);
        foreach (MemberTarget target in targets)
        {
            byte rank = (byte)Math.Min(target.Rank, Unseen - 1);
            if (rank < ranks[target.Column])
            {
                ranks[target.Column] = rank;
                ClearFault(target.Column);
                ReadValue(ref reader, target.Column);
            }
            else if (rank == ranks[target.Column])
            {
                Fault(target.Column, FieldRules.Once, default);
            }
        }

        reader.Skip();
    }

    private readonly ReadOnlySpan<MemberTarget> FindTargets(ref Utf8JsonReader reader)
    {
        if (reader.HasValueSequence || reader.ValueSpan.Length > StackBytes || reader.ValueIsEscaped)
        {
            return TryGetString(ref reader, out string? name) ? names.Find(name) : [];
        }

        Span<char> chars = stackalloc char[StackBytes];
        int length = Encoding.UTF8.GetChars(reader.ValueSpan, chars);
        return names.Find(chars[..length]);
    }

    private void ReadValue(ref Utf8JsonReader reader, int column)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                Fault(column, FieldRules.SingleValue, default);
                break;
            case JsonTokenType.Null:
                Check(column, default);
                break;
            case JsonTokenType.String when reader.ValueIsEscaped || reader.HasValueSequence:
                ReadCopied(ref reader, column);
                break;
            default:
                Check(column, reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan);
                break;
        }
    }

    private void ReadCopied(ref Utf8JsonReader reader, int column)
    {
        int size = checked((int)(reader.HasValueSequence ? reader.ValueSequence.Length : reader.ValueSpan.Length));
        byte[] buffer = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            int length = reader.CopyString(buffer);
            Check(column, buffer.AsSpan(0, length));
        }
        catch (InvalidOperationException)
        {
            // The reader's word for bytes that are no UTF-8, and for half a surrogate pair.
            Fault(column, FieldRules.ValidUtf8, default);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static bool TryGetString(ref Utf8JsonReader reader, out string? text)
    {
        try
        {
            text = reader.GetString();
        }
        catch (InvalidOperationException)
        {
            text = null; // Not UTF-8, so no name of ours.
        }

        return text is not null;
    }

    private void Check(int column, ReadOnlySpan<byte> text)
    {
        if (rules.Read(column, text, row) is { } rule)
        {
            Fault(column, rule, text);
        }
    }

    private void Fault(int column, string rule, ReadOnlySpan<byte> value)
    {
        _faults ??= new Reject?[rules.Schema.Columns.Count];
        _faults[column] = rules.Reject(lineNumber, column, rule, value);
    }

    private readonly void ClearFault(int column)
    {
        if (_faults is not null)
        {
            _faults[column] = null;
        }
    }
}
