using Hamf.Models.Formats;
using Hamf.Models.Formats.Containers;
using Hamf.Models.Formats.Pickle;
using static Hamf.Models.Tests.Formats.Pickle.PickleBytes;

namespace Hamf.Models.Tests.Formats.Pickle;

/// <summary>
/// Files that repeat a few bytes which make much of something stored once. They may be read or refused; what is allocated stays in proportion
/// to the file, garbage included.
/// </summary>
public sealed class AmplifierTests
{
    private const int Count = 100_000;
    private const long AllocatedMax = 64L << 20;

    private static readonly Dictionary<string, byte[]> Files = new()
    {
        ["long names by memo"] = Ending(
            Stored(Text(string.Join('.', Enumerable.Repeat("a", 120))), 0), Stored(Text("b"), 1), Repeated("h\0h\x01", PickleOpcode.StackGlobal, "0")),
        ["types of many fields"] = Whole(
            Stored(ManyFields(), 0), Call("numpy", "dtype", Text("V8")), Repeated("h\0b")),
        ["arrays of many axes"] = Ending(
            Stored(Tuple(Tuple([.. Enumerable.Repeat(Integer(1), 64)]), Type("f8"), Integer(0), Bytes(new byte[8])), 0),
            Stored(Name("numpy.core.multiarray", "_reconstruct"), 1),
            Repeated("h\x01", ")Rh\0b0")),
        ["headers of a companion"] = Ending(
            Stored(Name("joblib.numpy_pickle", "NDArrayWrapper"), 0), Stored(Dictionary(("filename", Text("a.npy"))), 1),
            Repeated("h\0)", PickleOpcode.NewObj, "h\x01", "b0")),
        ["objects with many attributes"] = Ending(
            Stored(Dictionary([.. Enumerable.Range(0, 1000).Select(i => ($"a{i}", Integer(i)))]), 0), Stored(Name("a", "b"), 1),
            Repeated("h\x01", ")", PickleOpcode.NewObj, "h\0b0")),
        ["bytes by a call"] = Ending(
            Stored(Name("_codecs", "encode"), 0), Stored(Tuple(Text(new string('x', 200)), Text("latin1")), 1), Repeated("h\0h\x01R0")),
        ["empty streams of bzip2"] = Repeated("BZh9\x17\x72\x45\x38\x50\x90\0\0\0\0"),
        ["empty frames of LZ4"] = Repeated("\x04\x22\x4D\x18", "\x64\x40", (byte)(XxHash32.Of([0x64, 0x40]) >> 8), "\0\0\0\0\x05\x5D\xCC\x02"),
    };

    public static TheoryData<string> Names => [.. Files.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Stays_in_proportion(string name)
    {
        byte[] file = Files[name];
        byte[] header = Join($"\x93NUMPY\x01\0\x00\x50{{'descr': '<f8', 'fortran_order': False, 'shape': (0,), }}".PadRight(10 + 0x5000));
        Dictionary<string, ReadOnlyMemory<byte>> companions = name.Contains("companion", StringComparison.Ordinal) ? new() { ["a.npy"] = header } : [];
        long before = GC.GetAllocatedBytesForCurrentThread();

        string? refusal = null;
        try
        {
            PickleFile.Read(file, new PickleLimits(), companions, TestContext.Current.CancellationToken);
        }
        catch (ImportException e)
        {
            refusal = e.Message;
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, AllocatedMax + (10L * (file.Length + header.Length)));
        Assert.DoesNotContain("damaged", refusal ?? string.Empty, StringComparison.Ordinal);
    }

    private static byte[] Ending(params object[] parts) => Whole([.. parts, PickleOpcode.None]);

    private static byte[] Stored(byte[] value, byte index) => Join(value, PickleOpcode.BinPut, index, "0");

    /// <summary>The parts many times over.</summary>
    private static byte[] Repeated(params object[] parts)
    {
        byte[] once = Join(parts);
        byte[] all = new byte[once.Length * Count];
        for (int i = 0; i < Count; i++)
        {
            once.CopyTo(all, i * once.Length);
        }

        return all;
    }

    private static byte[] ManyFields()
    {
        byte[] names = Tuple([.. Enumerable.Range(0, 1000).Select(i => Text($"f{i}"))]);
        byte[] field = Stored(Tuple(Type("i1"), Integer(0)), 9);
        byte[] fields = Dictionary([.. Enumerable.Range(0, 1000).Select(i => ($"f{i}", (byte[])[(byte)'h', 9]))]);
        return Join(field, Tuple(Integer(3), Text("|"), [PickleOpcode.None], names, fields, Integer(8), Integer(1), Integer(0)));
    }
}
