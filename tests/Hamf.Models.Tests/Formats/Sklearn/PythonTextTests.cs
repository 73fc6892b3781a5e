using System.Globalization;
using System.IO.Compression;
using Hamf.Models.Graph.Text;

namespace Hamf.Models.Tests.Formats.Sklearn;

/// <summary>What Python says of every character it knows.</summary>
public sealed class PythonTextTests
{
    [Fact]
    public void Every_character_is_a_word_character_white_lower_and_combining_as_in_Python()
    {
        int count = 0;
        foreach (string[] fields in Lines().Select(line => line.Split(',')))
        {
            (int first, int last) = (Hex(fields[0]), Hex(fields[1]));
            for (int code = first; code <= last; code++, count++)
            {
                string text = char.ConvertFromUtf32(code);
                var lowered = new TextBuffer();
                PythonText.Lower("\u00e9" + text, lowered);
                string lower = fields[3].Length == 0 ? text : string.Concat(fields[3].Split('+').Select(part => char.ConvertFromUtf32(Hex(part))));
                lower = code == 'Σ' ? "ς" : lower;
                var bare = new TextBuffer();
                Accents.Remove("\u00e9" + text, AccentRemoval.Unicode, bare);

                Assert.True(PythonText.IsWord(code) == fields[2].Contains('w', StringComparison.Ordinal), $"U+{code:X}: word");
                Assert.True((code <= char.MaxValue && PythonText.IsSpace((char)code)) == fields[2].Contains('s', StringComparison.Ordinal), $"U+{code:X}: white");
                Assert.True(lowered.Span.SequenceEqual("\u00e9" + lower), $"U+{code:X}: lower");
                bool isWhole = text.IsNormalized(System.Text.NormalizationForm.FormKD);
                Assert.True(!isWhole || (bare.Length == 1) == fields[2].Contains('c', StringComparison.Ordinal), $"U+{code:X}: combining");
            }
        }

        Assert.True(count > 200_000);
    }

    [Theory]
    [InlineData(@"(?u)\b[\w'-]+\b", "rock'n'roll é-\u0301 𝐅x 12", "rock'n'roll|é|𝐅x|12")]
    [InlineData(@"[^\W\d_]+", "a1_b²c 𝟏𝐅 १x", "a|b²c|𝐅|x")]
    [InlineData(@"\d+", "12 ١٢ 𝟏𝟐 ²", "12|١٢|𝟏𝟐")]
    [InlineData(@"\S{,2}x", "abx \x1cx", "abx|x")]
    public void Patterns_find_what_Python_finds(string pattern, string text, string words)
    {
        TextScratch scratch = TextScratch.OfThread;
        scratch.Clear();
        scratch.Prepared.Append(text);

        new WordFinder(pattern).Find(scratch);

        Assert.Equal(words, string.Join('|', scratch.Terms.ToArray().Select(term => scratch.TextOf(term).ToString())));
    }

    [Theory]
    [InlineData(@"(?i)abc")]
    [InlineData(@"(?P<name>a)")]
    [InlineData(@"(a)\1")]
    [InlineData(@"\Aab\Z")]
    [InlineData(@"(a)(b)")]
    [InlineData(@"[a")]
    [InlineData(@"a**")]
    public void Patterns_that_could_mean_something_else_are_refused(string pattern) =>
        Assert.ThrowsAny<ArgumentException>(() => new WordFinder(pattern));

    private static int Hex(string text) => int.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static IEnumerable<string> Lines()
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(ImportedModels.PathOf("preprocessing/characters.txt.gz")), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }
}
