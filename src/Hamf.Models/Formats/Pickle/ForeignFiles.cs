using System.Text;

namespace Hamf.Models.Formats.Pickle;

/// <summary>Files that are given for a pickle and are something else, told by their first bytes.</summary>
internal static class ForeignFiles
{
    private const int StartSize = 512;

    /// <summary>Refuses what is clearly no pickle, and says what it is.</summary>
    public static void Refuse(ReadOnlySpan<byte> content)
    {
        ReadOnlySpan<byte> start = content[..Math.Min(content.Length, StartSize)];
        if ((OfBytes(start) ?? OfText(start)) is { } foreign)
        {
            throw new ImportException(string.Empty, foreign.What, foreign.Advice);
        }
    }

    private static (string What, string Advice)? OfBytes(ReadOnlySpan<byte> start) => start switch
    {
        [] => ("the file is empty", "Get it again"),
        [0x80, ..] => null,
        [(byte)'P', (byte)'K', 3, 4, ..] or [(byte)'P', (byte)'K', 5, 6, ..] =>
            ("it is a zip archive", "Models of PyTorch, Keras and skops are; save the model with joblib or pickle, or unpack the archive"),
        [0x89, (byte)'H', (byte)'D', (byte)'F', ..] => ("it is an HDF5 file", "Keras saves networks this way; they cannot be imported"),
        [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', ..] =>
            ("it is a single array of NumPy", "Give the file of the model; this may be one of the files beside it"),
        [(byte)'C', (byte)'B', (byte)'M', (byte)'1', ..] => ("it is a model of CatBoost, not a pickle", "Name the file .cbm"),
        [(byte)'b', (byte)'i', (byte)'n', (byte)'f', ..] => ("it is a binary model of XGBoost, not a pickle", string.Empty),
        [(byte)'{', (byte)'L', 0, 0, ..] => ("it is a model of XGBoost in UBJSON, not a pickle", string.Empty),
        [(byte)'R', (byte)'D', (byte)'X', ..] or [(byte)'X', (byte)'\n', 0, 0, ..] =>
            ("it is a file of R (RDS)", "Models of R cannot be imported; train it in Python, or export it to ONNX"),
        [0x08, < 0x20, 0x12, ..] => ("it looks like an ONNX model, but a damaged one", "Take the file from its source again"),
        [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] => ("it is a text in UTF-16", "Give the file of the model"),
        [0x7F, (byte)'E', (byte)'L', (byte)'F', ..] or [(byte)'M', (byte)'Z', ..] => ("it is a program", "Give the file of the model"),
        _ => null,
    };

    private static (string What, string Advice)? OfText(ReadOnlySpan<byte> start)
    {
        if (start is [0x80, ..])
        {
            return null;
        }

        string text = Encoding.Latin1.GetString(start).TrimStart('\u00EF', '\u00BB', '\u00BF', ' ', '\r', '\n', '\t');
        return text switch
        {
            _ when text.StartsWith("version https://git-lfs", StringComparison.Ordinal) =>
                ("it is a Git LFS pointer, not the model itself", "Fetch the model with 'git lfs pull' and give that file"),
            _ when text.StartsWith("<!DOCTYPE", StringComparison.OrdinalIgnoreCase) || text.StartsWith("<html", StringComparison.OrdinalIgnoreCase) =>
                ("it is an HTML page", "The download gave a page instead of the file; download the raw file"),
            _ when text.StartsWith("<?xml", StringComparison.OrdinalIgnoreCase) || text.StartsWith("<PMML", StringComparison.Ordinal) =>
                ("it is an XML file", "PMML cannot be imported; export the model to ONNX"),
            _ when text.StartsWith("tree\nversion=", StringComparison.Ordinal) || text.StartsWith("tree\r\nversion=", StringComparison.Ordinal) =>
                ("it is a model of LightGBM as text, not a pickle", string.Empty),
            _ when text.StartsWith('{') || text.StartsWith("[{", StringComparison.Ordinal) => ("it looks like JSON, not a pickle", string.Empty),
            _ when LooksLikePython(text) => ("it is Python source", "Run it where the model was trained, and give the file that it saves"),
            _ => null,
        };
    }

    private static bool LooksLikePython(string text) =>
        text.StartsWith("import ", StringComparison.Ordinal) || text.StartsWith("from ", StringComparison.Ordinal)
        || text.StartsWith("#!", StringComparison.Ordinal) || text.StartsWith("# ", StringComparison.Ordinal)
        || text.StartsWith("def ", StringComparison.Ordinal) || text.StartsWith("class ", StringComparison.Ordinal)
        || text.StartsWith("\"\"\"", StringComparison.Ordinal);
}
