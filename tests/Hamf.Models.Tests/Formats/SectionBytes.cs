using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Hamf.Models.Tests.Formats;

/// <summary>Takes model files of version 2 apart and puts others together, with a right checksum.</summary>
internal static class SectionBytes
{
    private const int HeadSize = 12;

    public static byte[] Make(string name, byte[] content)
    {
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, content.Length);
        return [.. Encoding.ASCII.GetBytes(name), .. length, .. content];
    }

    /// <summary>The sections of a file, heads included.</summary>
    public static List<byte[]> Split(byte[] file)
    {
        var sections = new List<byte[]>();
        ReadOnlySpan<byte> rest = file.AsSpan(HeadSize..^SHA256.HashSizeInBytes);
        while (!rest.IsEmpty)
        {
            int size = HeadSize + (int)BinaryPrimitives.ReadInt64LittleEndian(rest[4..]);
            sections.Add(rest[..size].ToArray());
            rest = rest[size..];
        }

        return sections;
    }

    public static byte[] Join(byte[] file, IEnumerable<byte[]> sections) =>
        Sign([.. file[..HeadSize], .. sections.SelectMany(section => section)]);

    /// <summary>The file with one more section before that at <paramref name="index"/>.</summary>
    public static byte[] Insert(byte[] file, int index, byte[] section)
    {
        List<byte[]> sections = Split(file);
        sections.Insert(index, section);
        return Join(file, sections);
    }

    /// <summary>A body with its checksum: whoever can write a file can also write that.</summary>
    public static byte[] Sign(byte[] body) => [.. body, .. SHA256.HashData(body)];
}
