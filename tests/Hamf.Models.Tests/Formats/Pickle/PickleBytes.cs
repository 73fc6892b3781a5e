using System.Buffers.Binary;
using System.Text;
using Hamf.Models.Formats.Pickle;

namespace Hamf.Models.Tests.Formats.Pickle;

/// <summary>Writes pickles by hand, operation by operation, right or wrong.</summary>
internal static class PickleBytes
{
    /// <summary>Protocol 4, the given parts one after the other, and the end. A part is a byte, a text in Latin-1 or bytes.</summary>
    public static byte[] Whole(params object[] parts) => Join([(byte)0x80, (byte)4, .. parts, "."]);

    /// <summary>The parts one after the other.</summary>
    public static byte[] Join(params object[] parts) => [.. parts.SelectMany(part => part switch
    {
        byte single => [single],
        string text => Encoding.Latin1.GetBytes(text),
        _ => (byte[])part,
    })];

    public static byte[] Repeat(byte operation, int count) => [.. Enumerable.Repeat(operation, count)];

    public static byte[] UInt32(uint value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }

    public static byte[] UInt64(ulong value)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        return bytes;
    }

    /// <summary>A text of less than 256 bytes.</summary>
    public static byte[] Text(string text) => Join(PickleOpcode.ShortBinUnicode, (byte)text.Length, text);

    /// <summary>A value of less than 256 bytes.</summary>
    public static byte[] Bytes(byte[] bytes) => Join(PickleOpcode.ShortBinBytes, (byte)bytes.Length, bytes);

    public static byte[] Integer(int value) => Join(PickleOpcode.BinInt, UInt32((uint)value));

    public static byte[] Tuple(params byte[][] items) => Join(["(", .. items, "t"]);

    /// <summary>A dictionary of texts.</summary>
    public static byte[] Dictionary(params (string Key, byte[] Value)[] entries) =>
        Join(["}(", .. entries.SelectMany(e => new object[] { Text(e.Key), e.Value }), "u"]);

    public static byte[] Name(string module, string name) => Join($"c{module}\n{name}\n");

    /// <summary>A call.</summary>
    public static byte[] Call(string module, string name, params byte[][] arguments) => Join(Name(module, name), Tuple(arguments), "R");

    /// <summary>A type of elements with its state.</summary>
    public static byte[] Type(string code, string order = "<", int size = -1, byte[]? names = null, byte[]? fields = null, byte[]? inner = null) => Join(
        Call("numpy", "dtype", Text(code), Integer(0), Integer(1)),
        Tuple(Integer(3), Text(order), inner ?? "N"u8.ToArray(), names ?? "N"u8.ToArray(), fields ?? "N"u8.ToArray(), Integer(size), Integer(-1), Integer(0)),
        "b");

    /// <summary>An array as NumPy pickles it.</summary>
    public static byte[] NumPy(byte[] shape, byte[] type, byte[] data) => Join(
        Call("numpy.core.multiarray", "_reconstruct", Name("numpy", "ndarray"), Tuple(Integer(0)), Bytes([98])),
        Tuple(Integer(1), shape, type, [PickleOpcode.NewFalse], data),
        "b");

    /// <summary>joblib's description of an array.</summary>
    public static byte[] Wrapper(byte[] shape, byte[] type, bool isAligned = false) => Join(
        Name("joblib.numpy_pickle", "NumpyArrayWrapper"),
        ")",
        PickleOpcode.NewObj,
        Dictionary(
        [
            ("subclass", Name("numpy", "ndarray")), ("shape", shape), ("order", Text("C")), ("dtype", type), ("allow_mmap", [PickleOpcode.NewTrue]),
            .. isAligned ? [("numpy_array_alignment_bytes", Integer(16))] : Array.Empty<(string, byte[])>(),
        ]),
        "b");

    /// <summary>The description of an array in a file beside.</summary>
    public static byte[] OldWrapper(string file) => Join(
        Name("joblib.numpy_pickle", "NDArrayWrapper"),
        ")",
        PickleOpcode.NewObj,
        Dictionary(("filename", Text(file)), ("subclass", Name("numpy", "ndarray"))),
        "b");

    /// <summary>The description of eight numbers in a compressed file beside.</summary>
    public static byte[] OldCompressedWrapper(string file) => Join(
        Name("joblib.numpy_pickle", "ZNDArrayWrapper"),
        ")",
        PickleOpcode.NewObj,
        Dictionary(("filename", Text(file)), ("state", Tuple(Integer(1), Tuple(Integer(8)), Type("f8"), [PickleOpcode.NewFalse]))),
        "b");
}
