using Hamf.Models.Formats.Pickle;
using static Hamf.Models.Tests.Formats.Pickle.PickleBytes;

namespace Hamf.Models.Tests.Formats.Pickle;

/// <summary>Arrays that claim what they do not have, and what the refusal has to say.</summary>
internal static class HostileArrays
{
    private static readonly byte[] EightBytes = Bytes(new byte[8]);
    private static readonly byte[] Nothing = [PickleOpcode.None];

    public static IEnumerable<HostileFile> All() => [.. Shapes(), .. Types(), .. States(), .. Joblib(), .. Companions()];

    private static IEnumerable<HostileFile> Shapes() =>
    [
        new("negative axis", "an axis of an array has the length -1", Whole(NumPy(Tuple(Integer(-1)), Type("f8"), EightBytes))),
        new("product of axes overflows", "an array has the shape", Whole(NumPy(Tuple(Max, Max, Max), Type("f8"), EightBytes))),
        new("product of axes wraps to its size", "an array has the shape", Whole(NumPy(Tuple(Integer(1 << 30), Integer(1 << 30), Integer(16)), Type("f8"), EightBytes))),
        new("array larger than its bytes", "has 8 bytes instead of 80", Whole(NumPy(Tuple(Integer(10)), Type("f8"), EightBytes))),
        new("array smaller than its bytes", "has 8 bytes instead of 0", Whole(NumPy(Tuple(Integer(0)), Type("f8"), EightBytes))),
        new("array of 16 GB", "larger than 2 GB", Whole(NumPy(Tuple(Max), Type("f8"), EightBytes))),
        new("axis past an integer", "an axis of an array has the length", Whole(NumPy(Tuple(Join(PickleOpcode.Long1, (byte)9, new byte[8], (byte)1)), Type("f8"), EightBytes))),
        new("100 axes", "an array has 100 axes", Whole(NumPy(Tuple([.. Enumerable.Repeat(Integer(1), 100)]), Type("f8"), EightBytes))),
        new("axis of text", "an axis of an array has the length 'x'", Whole(NumPy(Tuple(Text("x")), Type("f8"), EightBytes))),
        new("two billion texts of no size", "elements of no size", Whole(NumPy(Tuple(Max), Type("U0", size: 0), Bytes([])))),
        new("objects fewer than the shape", "has 0 objects instead of 5", Whole(NumPy(Tuple(Integer(5)), Type("O8", "|"), "]"u8.ToArray()))),
        new("objects of bytes", "has bytes for its elements", Whole(NumPy(Tuple(Integer(1)), Type("O8", "|"), EightBytes))),
        new("numbers in a list", "objects instead of", Whole(NumPy(Tuple(Integer(0)), Type("f8"), "]"u8.ToArray()))),
    ];

    private static byte[] Max => Integer(int.MaxValue);

    private static IEnumerable<HostileFile> Types() =>
    [
        new("unknown type", "an unknown type ('q8')", Whole(Type("q8"))),
        new("type of a number", "an unknown type (1)", Whole(Call("numpy", "dtype", Integer(1)))),
        new("type of nothing", "an unknown type", Whole(Call("numpy", "dtype"))),
        new("float of three bytes", "an unknown type ('f3')", Whole(Type("f3"))),
        new("text of a gigabyte", "an unknown type", Whole(Type("U999999999"))),
        new("negative size", "an impossible size", Whole(Type("V8", "|", size: -2))),
        new("size of two gigabytes", "an impossible size", Whole(Type("V8", "|", size: int.MaxValue))),
        new("text of three bytes", "an impossible size", Whole(Type("U1", size: 3))),
        new("number of another size", "an impossible size", Whole(Type("f8", size: 7))),
        new("state of a text", "has 'x' as its state", Whole(Call("numpy", "dtype", Text("f8")), Text("x"), "b")),
        new("field past the record", "a damaged field 'a'", Whole(Record(8, Type("f8"), 1))),
        new("field before the record", "a damaged field 'a'", Whole(Record(8, Type("f8"), -8))),
        new("field without an entry", "a damaged field 'a'", Whole(Type("V8", "|", 8, Tuple(Text("a")), "}"u8.ToArray()))),
        new("fields without names", "no readable list of fields", Whole(Type("V8", "|", 8, Text("a"), "}"u8.ToArray()))),
        new("field of a number", "a damaged field 'a'", Whole(Type("V8", "|", 8, Tuple(Text("a")), Dictionary(("a", Integer(1)))))),
        new("records of records of objects", "records of objects", Whole(Record(8, Record(8, Type("O8", "|"), 0), 0))),
        new("elements of arrays of objects", "a base that is not supported", Whole(Type("V8", "|", 8, inner: Tuple(Type("O8", "|"), Tuple(Integer(1)))))),
    ];

    private static byte[] Record(int size, byte[] type, int offset) =>
        Type($"V{size}", "|", size, Tuple(Text("a")), Dictionary(("a", Tuple(type, Integer(offset)))));

    private static IEnumerable<HostileFile> States() =>
    [
        new("array of no state", "has None as its state", Whole(Call("numpy.core.multiarray", "_reconstruct"), Nothing, "b")),
        new("array of a short state", "as its state", Whole(Call("numpy.core.multiarray", "_reconstruct"), Tuple(Integer(1)), "b")),
        new("array without a type", "as its state", Whole(NumPy(Tuple(Integer(1)), Nothing, EightBytes))),
        new("array of a text past Latin-1", "in the place of bytes", Whole(NumPy(Tuple(Integer(1)), Type("f8"), Join("X", UInt32(3), "\xE4\xB8\x96")))),
        new("array built twice", "the same array twice", Whole(
            NumPy(Tuple(Integer(1)), Type("f8"), EightBytes), Tuple(Tuple(Integer(1)), Type("f8"), Nothing, EightBytes), "b")),
        new("array that is its own data", "in the place of bytes", Whole(
            Call("numpy.core.multiarray", "_reconstruct"), PickleOpcode.Memoize, Tuple(Tuple(Integer(1)), Type("f8"), Nothing, "h\0"u8.ToArray()), "b")),
        new("scalar of too few bytes", "has 3 bytes instead of 8", Whole(Call("numpy.core.multiarray", "scalar", Type("f8"), Bytes(new byte[3])))),
        new("scalar without a type", "scalar with 1 arguments", Whole(Call("numpy.core.multiarray", "scalar", EightBytes))),
        new("buffer without a type", "unreadable arguments", Whole(Call("numpy.core.numeric", "_frombuffer", EightBytes))),
        new("buffer larger than its bytes", "has 8 bytes instead of", Whole(
            Call("numpy.core.numeric", "_frombuffer", EightBytes, Type("f8"), Tuple(Integer(1000)), Text("C")))),
        new("buffer of objects", "has bytes for its elements", Whole(
            Call("numpy.core.numeric", "_frombuffer", EightBytes, Type("O8", "|"), Tuple(Integer(1)), Text("C")))),
    ];

    private static IEnumerable<HostileFile> Joblib() =>
    [
        new("joblib array past the end", "should have 8,000 bytes", Whole(Wrapper(Tuple(Integer(1000)), Type("f8")))),
        new("joblib array of overflow", "an array has the shape", Whole(Wrapper(Tuple(Max, Max, Max), Type("f8")))),
        new("joblib array of 16 GB", "larger than 2 GB", Whole(Wrapper(Tuple(Max), Type("f8")))),
        new("joblib array without a state", "unreadable state", Whole(Name("joblib.numpy_pickle", "NumpyArrayWrapper"), ")", PickleOpcode.NewObj, "}b")),
        new("joblib array without space", "the space before an array is damaged", Whole(Wrapper(Tuple(Integer(1)), Type("f8"), isAligned: true), (byte)0, new byte[8])),
        new("joblib array in wrong space", "the space before an array is damaged", Whole(Wrapper(Tuple(Integer(1)), Type("f8"), isAligned: true), (byte)2, "ab", new byte[8])),
        new("joblib array in space past the end", "should have 16 bytes", Whole(Wrapper(Tuple(Integer(1)), Type("f8"), isAligned: true), (byte)16)),
        new("joblib objects without a pickle", "in the middle of a value", Join((byte)0x80, (byte)4, Wrapper(Tuple(Integer(1)), Type("O8", "|")))),
        new("joblib objects of another value", "is something else", Whole(Wrapper(Tuple(Integer(1)), Type("O8", "|")), Whole(Nothing))),
        new("joblib objects of joblib objects", "is something else", Whole(Wrapper(Tuple(Integer(1)), Type("O8", "|")), Whole(Wrapper(Tuple(Integer(1)), Type("O8", "|"))))),
        new("joblib objects that end in operations", "operation 0x00", Whole(Wrapper(Tuple(Integer(1)), Type("O8", "|")), new byte[8])),
    ];

    private static IEnumerable<HostileFile> Companions() =>
    [
        new("companion above", "by a path", Whole(OldWrapper("../secret.npy"))),
        new("companion at the root", "by a path", Whole(OldWrapper("/etc/passwd"))),
        new("companion on a drive", "by a path", Whole(OldWrapper("c:secret.npy"))),
        new("companion by backslashes", "by a path", Whole(OldWrapper("..\\secret.npy"))),
        new("companion of no name", "by a path", Whole(OldWrapper(""))),
        new("companion of dots", "by a path", Whole(OldWrapper(".."))),
        new("companion with a zero", "by a path", Whole(OldWrapper("a\0.npy"))),
        new("companion that was not given", "which was not given", Whole(OldWrapper("model.pkl_01.npy"))),
        new("companion that is no array", "not a readable .npy file", Whole(OldWrapper("a.npy")), Given("a.npy", "text, and not a word of NumPy's")),
        new("companion of a header past its end", "not a readable .npy file", Whole(OldWrapper("a.npy")), Given("a.npy", "\x93NUMPY\x01\0\xFF\xFF{'descr'")),
        new("companion of a damaged header", "not a readable .npy file", Whole(OldWrapper("a.npy")), Npy("{'descr': '<f8', 'shape': (3, }", 24)),
        new("companion of another header", "not a readable .npy file", Whole(OldWrapper("a.npy")), Npy("{'descr': __import__('os'), }", 0)),
        new("companion of too few bytes", "has 16 bytes instead of 24", Whole(OldWrapper("a.npy")), Npy("{'descr': '<f8', 'fortran_order': False, 'shape': (3,), }", 16)),
        new("companion of huge axes", "an array has the shape", Whole(OldWrapper("a.npy")), Npy("{'descr': '<f8', 'fortran_order': False, 'shape': (2147483647,2147483647,9), }", 16)),
        new("companion of objects", "has bytes for its elements", Whole(OldWrapper("a.npy")), Npy("{'descr': '|O', 'fortran_order': False, 'shape': (2,), }", 16)),
    ];

    private static Dictionary<string, ReadOnlyMemory<byte>> Npy(string header, int size) =>
        Given("a.npy", $"\x93NUMPY\x01\0{(char)header.Length}\0{header}{new string('\0', size)}");

    private static Dictionary<string, ReadOnlyMemory<byte>> Given(string name, string content) => new() { [name] = Join(content) };
}
