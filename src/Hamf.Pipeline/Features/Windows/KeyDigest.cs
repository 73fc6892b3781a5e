using System.Numerics;
using Hamf.Models.Data;
using Hamf.Pipeline.Rows;

namespace Hamf.Pipeline.Features.Windows;

/// <summary>
/// Digests of values that stay the same from run to run. 64-bit multiply-and-rotate mixing in two lanes with the finalizer of
/// MurmurHash3 (A. Appleby, public domain); not meant to withstand an attacker who chooses both values.
/// </summary>
internal struct KeyDigest
{
    private ulong _first = 0x243F6A8885A308D3;
    private ulong _second = 0x13198A2E03707344;

    public KeyDigest()
    {
    }

    /// <summary>The 64-bit digest of one text.</summary>
    public static ulong Of(string text)
    {
        var digest = new KeyDigest();
        digest.Add(text);
        return digest.ToKey().High;
    }

    public void Add(ulong word)
    {
        word *= 0x87C37B91114253D5;
        word = BitOperations.RotateLeft(word, 31) * 0x4CF5AD432745937F;
        _first = (BitOperations.RotateLeft(_first ^ word, 27) + _second) * 0x9E3779B97F4A7C15;
        _second = (BitOperations.RotateLeft(_second + word, 31) ^ _first) * 0xC2B2AE3D27D4EB4F;
    }

    public void Add(string text)
    {
        ReadOnlySpan<char> rest = text;
        Add((ulong)rest.Length);
        for (; rest.Length >= 4; rest = rest[4..])
        {
            Add(rest[0] | ((ulong)rest[1] << 16) | ((ulong)rest[2] << 32) | ((ulong)rest[3] << 48));
        }

        ulong last = 0;
        for (int i = 0; i < rest.Length; i++)
        {
            last |= (ulong)rest[i] << (16 * i);
        }

        Add(last);
    }

    /// <summary>Adds the column's value, whatever its type; a missing one is told from all others.</summary>
    public void Add(Row row, int column)
    {
        if (row.IsMissing(column))
        {
            Add(0);
        }
        else if (row.KindOf(column) == ColumnKind.Text)
        {
            Add(1);
            Add(row.Text(column)!);
        }
        else if (row.KindOf(column) == ColumnKind.Integer)
        {
            Add(2);
            Add((ulong)row.Integer(column));
        }
        else
        {
            Add(3);
            Add(BitConverter.DoubleToUInt64Bits(row.Number(column) + 0.0));
        }
    }

    public readonly Key128 ToKey()
    {
        ulong first = Finish(_first + _second);
        return new Key128(first, Finish(_second ^ first));
    }

    private static ulong Finish(ulong value)
    {
        value = (value ^ (value >> 33)) * 0xFF51AFD7ED558CCD;
        value = (value ^ (value >> 33)) * 0xC4CEB9FE1A85EC53;
        return value ^ (value >> 33);
    }
}
