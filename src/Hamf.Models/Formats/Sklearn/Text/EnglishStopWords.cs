namespace Hamf.Models.Formats.Sklearn.Text;

/// <summary>scikit-learn's list for <c>stop_words='english'</c> (third_party/scikit-learn), which its files only name.</summary>
internal static class EnglishStopWords
{
    private static readonly Lazy<string[]> Words = new(Load);

    /// <summary>The words, sorted.</summary>
    public static string[] All => Words.Value;

    private static string[] Load()
    {
        using Stream stream = typeof(EnglishStopWords).Assembly.GetManifestResourceStream("english_stop_words.txt")
            ?? throw new InvalidOperationException("The list of stop words is not in the program.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
