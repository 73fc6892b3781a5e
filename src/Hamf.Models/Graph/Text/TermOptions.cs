using Hamf.Models.Formats.Hamf;

namespace Hamf.Models.Graph.Text;

/// <summary>How a text is taken apart.</summary>
/// <param name="Unit">What terms are made of.</param>
/// <param name="LeastLength">Units of the shortest term, 1 or more.</param>
/// <param name="MostLength">Units of the longest term.</param>
/// <param name="IsLowered">Whether the text is lowered first.</param>
/// <param name="Accents">What happens to accents.</param>
/// <param name="WordPattern">Python's regular expression of a word.</param>
/// <param name="StopWords">Words that are left out.</param>
internal sealed record TermOptions(
    TermUnit Unit, int LeastLength, int MostLength, bool IsLowered, AccentRemoval Accents, string WordPattern, string[] StopWords)
{
    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static TermOptions Read(ref PartReader reader) => new(
        (TermUnit)reader.Int(),
        reader.Int(),
        reader.Int(),
        reader.Flag(),
        (AccentRemoval)reader.Int(),
        reader.Text("a pattern"),
        reader.Texts("a stop word"));

    /// <summary>Writes what <see cref="Read"/> reads.</summary>
    public void Write(PartWriter writer)
    {
        writer.Int((int)Unit);
        writer.Int(LeastLength);
        writer.Int(MostLength);
        writer.Flag(IsLowered);
        writer.Int((int)Accents);
        writer.Text(WordPattern);
        writer.Texts(StopWords);
    }
}
