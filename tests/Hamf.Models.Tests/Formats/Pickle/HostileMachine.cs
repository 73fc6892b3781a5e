using Hamf.Models.Formats.Pickle;
using static Hamf.Models.Tests.Formats.Pickle.PickleBytes;

namespace Hamf.Models.Tests.Formats.Pickle;

/// <summary>Pickles that misuse the machine, and what the refusal has to say.</summary>
internal static class HostileMachine
{
    private const byte None = PickleOpcode.None;

    public static IEnumerable<HostileFile> All() => [.. Lengths(), .. Lines(), .. Stack(), .. Names(), .. Calls(), .. Memo(), .. Refused(), .. Floods()];

    private static IEnumerable<HostileFile> Lengths() =>
    [
        new("text longer than the file", "should have 4,294,967,295 bytes", Whole(PickleOpcode.BinUnicode, UInt32(uint.MaxValue))),
        new("text of 2^63 bytes", "should have 9,223,372,036,854,775,808 bytes", Whole(PickleOpcode.BinUnicode8, UInt64(1UL << 63))),
        new("text of 2^64-1 bytes", "should have", Whole(PickleOpcode.BinUnicode8, UInt64(ulong.MaxValue))),
        new("short text longer than the file", "should have 255 bytes", Whole(PickleOpcode.ShortBinUnicode, (byte)255)),
        new("bytes longer than the file", "should have", Whole(PickleOpcode.BinBytes, UInt32(uint.MaxValue))),
        new("bytes of 2^64-1", "should have", Whole(PickleOpcode.BinBytes8, UInt64(ulong.MaxValue))),
        new("short bytes longer than the file", "should have 255 bytes", Whole(PickleOpcode.ShortBinBytes, (byte)255)),
        new("byte array of 2^40", "should have 1,099,511,627,776 bytes", Whole(PickleOpcode.ByteArray8, UInt64(1UL << 40))),
        new("string of a negative length", "should have 4,294,967,295 bytes", Whole(PickleOpcode.BinString, UInt32(uint.MaxValue))),
        new("short string longer than the file", "should have 255 bytes", Whole(PickleOpcode.ShortBinString, (byte)255)),
        new("frame of 2^63 bytes", "a frame of it should have", Whole(PickleOpcode.Frame, UInt64(1UL << 63), None)),
        new("integer of a negative length", "a whole number of 2,147,483,648 bytes", Whole(PickleOpcode.Long4, UInt32(1U << 31))),
        new("integer of a megabyte", "a whole number of 1,048,576 bytes", Whole(PickleOpcode.Long4, UInt32(1U << 20), new byte[1 << 20])),
        new("integer longer than the file", "a whole number should have 255 bytes", Whole(PickleOpcode.Long1, (byte)255)),
        new("float cut off", "in the middle of a value", Join(PickleOpcode.BinFloat, "abc")),
        new("nothing after the protocol", "in the middle of a value", Join((byte)0x80, (byte)4)),
        new("no protocol", "in the middle of a value", Join((byte)0x80)),
        new("no end", "in the middle of a value", Join((byte)0x80, (byte)4, None)),
    ];

    private static IEnumerable<HostileFile> Lines() =>
    [
        new("name without an end", "the name of a module has no end", Join("cos")),
        new("second name without an end", "a name has no end", Join("cos\nsystem")),
        new("text without an end", "a text has no end", Join("S'abc")),
        new("escaped text without an end", "a text has no end", Join("Vabc")),
        new("number without an end", "a whole number has no end", Join("I12")),
        new("float without an end", "a number has no end", Join("F1.5")),
        new("memo number without an end", "a number in the memo has no end", Join("Np1")),
        new("text without quotes", "without quotes", Join("Sabc\n.")),
        new("text with one quote", "without quotes", Join("S'\n.")),
        new("text with two kinds of quotes", "without quotes", Join("S'abc\"\n.")),
        new("text that ends in an escape", "a damaged escape", Join("S'abc\\'\n.")),
        new("text with half an escape", "a damaged escape", Join("S'\\x4'\n.")),
        new("escaped text with half an escape", "a damaged escape", Join("V\\u12\n.")),
        new("escaped text past Unicode", "a damaged escape", Join("V\\UFFFFFFFF\n.")),
        new("text that is not UTF-8", "not UTF-8", Whole(PickleOpcode.ShortBinUnicode, (byte)2, "\xC3(")),
        new("text that ends in a character", "not UTF-8", Whole(PickleOpcode.ShortBinUnicode, (byte)1, "\xE4")),
        new("number of letters", "a whole number that is not one", Join("Iabc\n.")),
        new("float of letters", "a number that is not one", Join("Fabc\n.")),
        new("number of 100,000 digits", "a whole number has 100,001 bytes", Join("L", new string('9', 100_000), "L\n.")),
        new("number in other digits", "is not ASCII", Join("I\xB2\n.")),
    ];

    private static IEnumerable<HostileFile> Stack() =>
    [
        new("end without a value", "the result is missing", Whole()),
        new("end with two values", "more than one value", Whole(None, None)),
        new("end with an open mark", "more than one value", Whole(None, "(", None)),
        new("drop of nothing", "a value to drop is missing", Whole("0")),
        new("repeat of nothing", "a value to repeat is missing", Whole("2")),
        new("tuple of too few", "an item is missing", Whole(None, PickleOpcode.Tuple2)),
        new("item below a mark", "an item is missing", Whole("](a")),
        new("append to nothing", "a list is missing", Whole(None, "a")),
        new("items without a mark", "the items of a list has no mark", Whole("]", None, "e")),
        new("tuple without a mark", "a tuple has no mark", Whole(None, "t")),
        new("list without a mark", "a list has no mark", Whole("l")),
        new("dictionary without a mark", "a dictionary has no mark", Whole("d")),
        new("keys without a mark", "the items of a dictionary has no mark", Whole("}u")),
        new("set without a mark", "the items of a set has no mark", Whole(PickleOpcode.EmptySet, PickleOpcode.AddItems)),
        new("frozen set without a mark", "a set has no mark", Whole(PickleOpcode.FrozenSet)),
        new("drop without a mark", "a mark to drop has no mark", Whole("1")),
        new("key without a value", "a key without a value", Whole("}(", None, "u")),
        new("items for a tuple", "adds items to a tuple", Whole(")(", None, "e")),
        new("keys for a list", "adds keys to a list", Whole("](", None, None, "u")),
        new("set items for a dictionary", "adds items of a set to a dictionary", Whole("}(", None, PickleOpcode.AddItems)),
        new("unknown operation", "operation 0xFF", Whole((byte)0xFF)),
        new("protocol 6", "protocol 6", Join((byte)0x80, (byte)6, "N.")),
    ];

    private static IEnumerable<HostileFile> Names() =>
    [
        new("name of numbers", "names a class by 1 and 2", Whole(Integer(1), Integer(2), PickleOpcode.StackGlobal)),
        new("name of nothing", "a name is missing", Whole(PickleOpcode.StackGlobal)),
        new("name with dots", "not a plain name", Whole(Text("os"), Text("path.join"), PickleOpcode.StackGlobal)),
        new("name with brackets", "not a plain name", Whole(Text("os"), Text("system('x')"), PickleOpcode.StackGlobal)),
        new("empty name", "not a plain name", Whole(Text("os"), Text(""), PickleOpcode.StackGlobal)),
        new("empty module", "not a plain name", Whole(Text(""), Text("eval"), PickleOpcode.StackGlobal)),
        new("module with an empty part", "not a plain name", Whole(Text("os..path"), Text("join"), PickleOpcode.StackGlobal)),
        new("module of a path", "not a plain name", Whole(Text("../os"), Text("system"), PickleOpcode.StackGlobal)),
        new("name in other letters", "not a plain name", Whole(Text("os"), PickleOpcode.ShortBinUnicode, (byte)3, "\xC3\xBCx", PickleOpcode.StackGlobal)),
        new("name with a zero", "not a plain name", Whole(Text("os"), Text("system\0"), PickleOpcode.StackGlobal)),
        new("name of 500 letters", "not a plain name", Join("cos\n", new string('a', 500), "\n.")),
        new("module of 5,000 letters", "the name of a module has 5,000 bytes", Join("c", new string('a', 5000), "\nx\n.")),
        new("name of Latin letters", "is not ASCII", Join("co\xFCs\nsystem\n.")),
    ];

    private static IEnumerable<HostileFile> Calls() =>
    [
        new("call of a list", "calls a list of 0", Whole("])R")),
        new("call of an object", "of what os.system made", Whole(Call("os", "system", Text("id")), ")R")),
        new("call with a list", "with a list of 0 in the place of arguments", Whole(Name("os", "system"), "]R")),
        new("call of nothing", "the name in a call is missing", Whole(")R")),
        new("object of a text", "calls 'x'", Whole(Text("x"), ")", PickleOpcode.NewObj)),
        new("object with named arguments of a list", "for named arguments", Whole(Name("a", "b"), ")]", PickleOpcode.NewObjEx)),
        new("object of no class", "an object of no class", Whole("(o")),
        new("object of a number", "calls 1", Whole("(", Integer(1), "o")),
        new("instance without a mark", "the arguments of an object has no mark", Join("ia\nb\n.")),
        new("state for a class", "builds os.system", Whole(Name("os", "system"), "}b")),
        new("state for a list", "builds a list of 0", Whole("]}b")),
        new("state for nothing", "an object to build is missing", Whole("}b")),
        new("state given twice", "builds the same a.b twice", Whole(Name("a", "b"), ")", PickleOpcode.NewObj, "}b}b")),
        new("bytes by another codec", "_codecs.encode with 2 arguments", Whole(Call("_codecs", "encode", Text("abc"), Text("rot13")))),
        new("byte array of a size", "in the place of bytes", Whole(Call("builtins", "bytearray", Integer(int.MaxValue)))),
        new("set of a number", "builtins.set with 1 arguments", Whole(Call("builtins", "set", Integer(1)))),
        new("dictionary of numbers", "collections.OrderedDict with 1 arguments", Whole(Call("collections", "OrderedDict", Join("](", Integer(1), "e")))),
        new("reconstruction of a text", "copyreg._reconstructor with 3", Whole(Call("copyreg", "_reconstructor", Text("a"), Text("b"), Text("c")))),
    ];

    private static IEnumerable<HostileFile> Memo() =>
    [
        new("value never stored", "value 7 of its memo", Whole("h\a")),
        new("value never stored, by text", "value 7 of its memo", Join("g7\n.")),
        new("value never stored, far off", "value 4294967295 of its memo", Whole("j", UInt32(uint.MaxValue))),
        new("memo number below zero", "a number in its memo is not one", Join("Np-1\n.")),
        new("memo number past 2^32", "a number in its memo is not one", Join("Np4294967296\n.")),
        new("memo number of letters", "a number in its memo is not one", Join("gx\n.")),
        new("store of nothing", "a value to share is missing", Whole(PickleOpcode.Memoize)),
    ];

    private static IEnumerable<HostileFile> Refused() =>
    [
        new("persistent id", "values outside of the file", Join("Pabc\n.")),
        new("binary persistent id", "values outside of the file", Whole(None, "Q")),
        new("extension of one byte", "names classes by numbers", Whole(PickleOpcode.Ext1, (byte)1)),
        new("extension of two bytes", "names classes by numbers", Whole(PickleOpcode.Ext2, (byte)1, (byte)0)),
        new("extension of four bytes", "names classes by numbers", Whole(PickleOpcode.Ext4, UInt32(1))),
        new("buffer outside", "buffers are kept outside", Whole(PickleOpcode.NextBuffer)),
        new("read-only buffer", "buffers are kept outside", Whole(None, PickleOpcode.ReadOnlyBuffer)),
    ];

    /// <summary>Files of few bytes' worth of operations that make much of little.</summary>
    private static IEnumerable<HostileFile> Floods() =>
    [
        new("flood of lists", "out of proportion", Whole("(", Repeat((byte)']', 3_000_000), "t")),
        new("flood of dictionaries", "out of proportion", Whole("(", Repeat((byte)'}', 1_000_000), "t")),
        new("flood of sets", "out of proportion", Whole("(", Repeat(PickleOpcode.EmptySet, 3_000_000), "t")),
        new("flood of marks", "nested more than", Whole(Repeat((byte)'(', 6_000_000))),
        new("flood of nothing", "nested more than", Whole(Repeat(None, 6_000_000))),
        new("flood of nested tuples", "out of proportion", Whole(None, Repeat(PickleOpcode.Tuple1, 3_000_000))),
        new("flood of far memo entries", "out of proportion", Whole(None, FarMemoEntries(3_000_000))),
        new("copies of a list", "out of proportion", Whole(
            "](", Repeat(None, 10_000), "e", PickleOpcode.Memoize, "(",
            Join([.. Enumerable.Repeat<object>(Join(Name("builtins", "set"), "h\0", PickleOpcode.Tuple1, "R"), 2000)]), "t")),
    ];

    private static byte[] FarMemoEntries(int count)
    {
        byte[] bytes = new byte[5 * count];
        for (int i = 0; i < count; i++)
        {
            bytes[5 * i] = PickleOpcode.LongBinPut;
            UInt32((uint)(i + 1) * 1000).CopyTo(bytes, (5 * i) + 1);
        }

        return bytes;
    }
}
