using System.Buffers.Binary;
using Hamf.Models.Formats;
using Hamf.Models.Formats.Boosting;
using Hamf.Models.Formats.Inspecting;
using Hamf.Models.Formats.Pickle;

namespace Hamf.Models.Tests.Formats.Pickle;

/// <summary>
/// Damaged variants of good files: turned bits, cuts, pieces of other files, doubled pieces, odd operations and odd numbers. Reading one gives a
/// value or a refusal, and nothing else.
/// </summary>
internal static class PickleVariants
{
    private const int PieceSizeMax = 64;

    private static readonly ulong[] OddNumbers =
        [0, 1, 0x7F, 0xFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0x7FFFFFFFFFFFFFFF, 0x8000000000000000, 0xFFFFFFFFFFFFFFFF];

    private static readonly byte[] Operations = [.. "(.012NIJKMLFGSTUVXBC]ael)td}supqrghjcRbioPQ"u8, .. Enumerable.Range(0x80, 0x19).Select(i => (byte)i)];

    /// <summary>The pickles and joblib files in a folder, in a fixed order.</summary>
    public static IEnumerable<string> Sources(string folder) => Directory.GetFiles(folder)
        .Where(path => path.EndsWith(".pkl", StringComparison.Ordinal) || path.Contains(".joblib", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);

    /// <summary>A variant of one of the files.</summary>
    public static byte[] Draw(Random random, IReadOnlyList<byte[]> files)
    {
        byte[] file = [.. files[random.Next(files.Count)]];
        for (int i = random.Next(1, 4); i > 0 && file.Length > 0; i--)
        {
            file = Damage(random, file, files);
        }

        return file;
    }

    /// <summary>Reads a variant and looks at all of it; returns whether it was read.</summary>
    /// <exception cref="Exception">Anything that a reader of foreign files may not throw.</exception>
    public static bool IsRead(byte[] variant, CancellationToken cancellation)
    {
        try
        {
            if (BoosterFile.LooksLike(variant))
            {
                _ = BoosterFile.Read(variant);
                return true;
            }

            (PyValue value, PickleSummary summary) = PickleFile.ReadWithSummary(variant, new PickleLimits(), null, cancellation);
            _ = PickleInspector.Inspect(value, summary, name => name.Module.StartsWith("sklearn", StringComparison.Ordinal));
            return true;
        }
        catch (ImportException)
        {
            return false;
        }
    }

    private static byte[] Damage(Random random, byte[] file, IReadOnlyList<byte[]> files)
    {
        int place = random.Next(file.Length);
        switch (random.Next(7))
        {
            case 0:
                return file[..place];
            case 1:
                return Spliced(file, place, Piece(random, files[random.Next(files.Count)]), random.Next(PieceSizeMax));
            case 2:
                return Spliced(file, place, Piece(random, file), 0);
            case 3:
                return Spliced(file, place, [], random.Next(PieceSizeMax));
            case 4:
                file[place] = Operations[random.Next(Operations.Length)];
                return file;
            case 5:
                byte[] number = new byte[sizeof(ulong)];
                BinaryPrimitives.WriteUInt64LittleEndian(number, OddNumbers[random.Next(OddNumbers.Length)]);
                number.AsSpan(0, Math.Min(1 << random.Next(4), file.Length - place)).CopyTo(file.AsSpan(place));
                return file;
            default:
                file[place] ^= (byte)(1 << random.Next(8));
                return file;
        }
    }

    /// <summary>A file with a piece in the place of so many bytes.</summary>
    private static byte[] Spliced(byte[] file, int place, byte[] piece, int removed) =>
        [.. file[..place], .. piece, .. file[Math.Min(file.Length, place + removed)..]];

    private static byte[] Piece(Random random, byte[] file)
    {
        int start = random.Next(file.Length);
        return file[start..Math.Min(file.Length, start + random.Next(PieceSizeMax))];
    }
}
