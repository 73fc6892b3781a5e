using System.IO.Compression;
using static Hamf.Models.Tests.Formats.Pickle.PickleBytes;

namespace Hamf.Models.Tests.Formats.Pickle;

/// <summary>Files that are something else, damaged containers and bombs, and what the refusal has to say.</summary>
internal static class HostileContainers
{
    private const string Damaged = "compressed content is damaged or cut off";

    private static readonly string[] Names = ["aligned.joblib.zlib", "aligned.joblib.gzip", "aligned.joblib.bz2", "aligned.joblib.lzma", "aligned.joblib.xz", "aligned.joblib.lz4"];

    public static IEnumerable<HostileFile> All() => [.. Foreign(), .. Bombs(), .. ZFiles(), .. Names.SelectMany(CutOff)];

    private static IEnumerable<HostileFile> Foreign() =>
    [
        new("nothing", "the file is empty", []),
        new("Git LFS pointer", "a Git LFS pointer", Join("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n")),
        new("HTML page", "an HTML page", Join("\n<!DOCTYPE html>\n<html><body>404</body></html>")),
        new("HTML page in capitals", "an HTML page", Join("<HTML>")),
        new("zip archive", "a zip archive", Join("PK\x03\x04", new byte[30])),
        new("HDF5 file", "an HDF5 file", Join("\x89HDF\r\n\x1a\n", new byte[30])),
        new("NumPy file", "a single array of NumPy", Join("\x93NUMPY\x01\0", new byte[30])),
        new("ONNX model", "looks like an ONNX model", Join("\b\b\x12\bskl2onnx\x1a\x05", "1.17")),
        new("JSON", "looks like JSON", Join("{\"learner\": {}}")),
        new("JSON list", "looks like JSON", Join("[{\"a\": 1}]")),
        new("Python source", "Python source", Join("import pickle\nmodel = 1\n")),
        new("Python source with a comment", "Python source", Join("# trains the model\nimport os\n")),
        new("R's RDS", "a file of R", Gzip(Join("X\n\0\0\0\x03\0\x04"))),
        new("R's workspace", "a file of R", Gzip(Join("RDX3\nX\n"))),
        new("XGBoost in UBJSON", "XGBoost in UBJSON", Join("{L\0\0\0\0\0\0\0\alearner")),
        new("XGBoost's old binary", "a binary model of XGBoost", Join("binf\0\0\0\x3F")),
        new("LightGBM text", "LightGBM as text", Join("tree\nversion=v4\n")),
        new("CatBoost model", "a model of CatBoost", Join("CBM1\0\0\0\0")),
        new("PMML", "an XML file", Join("<?xml version=\"1.0\"?><PMML/>")),
        new("text in UTF-16", "a text in UTF-16", Join("\xFF\xFEi\0m\0")),
        new("program", "a program", Join("\x7F" + "ELF\x02")),
        new("plain text", "", Join("hello world")),
        new("HTML page in gzip", "an HTML page", Gzip(Join("<html></html>"))),
        new("gzip in gzip", "operation 0x1F", Gzip(Gzip(Join("N.")))),
    ];

    private static IEnumerable<HostileFile> Bombs()
    {
        byte[] zeros = new byte[100 << 20];
        return
        [
            new("zlib bomb", "out of proportion", Zlib(zeros)),
            new("gzip bomb", "out of proportion", Gzip(zeros)),
            new("z-file bomb", "out of proportion", Join("ZF0x6400000         ", " ", Zlib(zeros))),
            new("bzip2 bomb", "out of proportion", Fixture.Read("Bombs/bomb.bz2")),
            new("xz bomb", "out of proportion", Fixture.Read("Bombs/bomb.xz")),
            new("LZMA bomb", "out of proportion", Fixture.Read("Bombs/bomb.lzma")),
            new("companion bomb", "out of proportion", Whole(OldCompressedWrapper("a.npy.z")), new() { ["a.npy.z"] = Zlib(zeros) }),
        ];
    }

    private static IEnumerable<HostileFile> ZFiles() =>
    [
        new("z-file of a wrong length", Damaged, Join("ZF0x5               ", " ", Zlib(Join("N.")))),
        new("z-file of no length", Damaged, Join("ZF0xqq              ", " ", Zlib(Join("N.")))),
        new("z-file cut off", Damaged, Join("ZF0x2")),
        new("z-file of nothing", Damaged, Join("ZF0x2                ", "abc")),
    ];

    /// <summary>A container cut in the middle, and one with a bit of its content turned.</summary>
    private static IEnumerable<HostileFile> CutOff(string name)
    {
        byte[] whole = Fixture.Read(name);
        byte[] turned = [.. whole];
        turned[whole.Length / 2] ^= 0x10;
        return [new($"{name}, half", "", whole[..(whole.Length / 2)]), new($"{name}, a bit turned", "", turned), new($"{name}, its magic", "", whole[..6])];
    }

    private static byte[] Zlib(byte[] content) => Compress(content, stream => new ZLibStream(stream, CompressionLevel.SmallestSize));

    private static byte[] Gzip(byte[] content) => Compress(content, stream => new GZipStream(stream, CompressionLevel.SmallestSize));

    private static byte[] Compress(byte[] content, Func<Stream, Stream> open)
    {
        using MemoryStream target = new();
        using (Stream stream = open(target))
        {
            stream.Write(content);
        }

        return target.ToArray();
    }
}
