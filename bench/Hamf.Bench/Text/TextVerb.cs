using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Hamf.Models.Data;
using Hamf.Models.Graph;
using Hamf.Models.Graph.Linear;
using Hamf.Models.Graph.Preprocessing;
using Hamf.Models.Graph.Text;
using Hamf.Models.Numerics;

namespace Hamf.Bench.Text;

/// <summary>
/// Scores short texts, one after the other on one thread, with a pipeline as scikit-learn saves it: tf-idf of single words and pairs, then logistic
/// regression. Words are drawn with the frequencies of a natural language (Zipf), so most pairs are not in the vocabulary.
/// </summary>
internal static class TextVerb
{
    public const string Usage = "  text [--terms 50000] [--texts 20000] [--length 100] [--rounds 5] [--seed 1]";

    public static int Run(string[] args)
    {
        var arguments = new Arguments(args);
        var random = new Random(arguments.Number("seed", 1));
        int terms = arguments.Number("terms", 50_000);
        string[] words = Words(random, terms);
        string[] texts = [.. Enumerable.Range(0, arguments.Number("texts", 20_000)).Select(_ => Line(random, words, arguments.Number("length", 100)))];
        GraphModel model = Model(random, words, texts, terms);
        var seconds = new List<double>();
        long allocated = 0;
        for (int round = 0; round <= arguments.Number("rounds", 5); round++)
        {
            long bytes = GC.GetAllocatedBytesForCurrentThread();
            long start = Stopwatch.GetTimestamp();
            ScoreAll(model, texts);
            seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            allocated = GC.GetAllocatedBytesForCurrentThread() - bytes;
        }

        seconds.RemoveAt(0);
        seconds.Sort();
        Console.WriteLine(new JsonObject
        {
            ["terms"] = terms,
            ["texts"] = texts.Length,
            ["mean_characters"] = Math.Round(texts.Average(text => text.Length), 1),
            ["texts_per_s"] = Math.Round(texts.Length / seconds[seconds.Count / 2]),
            ["bytes_allocated_per_text"] = Math.Round((double)allocated / texts.Length, 3),
        }.ToJsonString());
        return 0;
    }

    private static void ScoreAll(GraphModel model, string[] texts)
    {
        double[] values = [double.NaN];
        string?[] row = [null];
        double[] output = new double[model.OutputCount];
        foreach (string text in texts)
        {
            row[0] = text;
            model.Score(values, row, output);
        }
    }

    private static GraphModel Model(Random random, string[] words, string[] texts, int terms)
    {
        var vocabulary = new HashSet<string>(words, StringComparer.Ordinal);
        string[] lowered = [.. texts.Select(text => text.ToLowerInvariant())];
        foreach (string[] line in lowered.Select(text => text.Split(' ')))
        {
            for (int i = 1; i < line.Length && vocabulary.Count < terms; i++)
            {
                vocabulary.Add($"{line[i - 1]} {line[i]}");
            }
        }

        string[] columns = [.. vocabulary.Order(StringComparer.Ordinal)];
        var finder = new TermFinder(new TermOptions(TermUnit.Word, 1, 2, true, AccentRemoval.None, WordFinder.UsualPattern, []));
        var chain = new ChainOperator(
        [
            new TermCounts(finder, columns, isBinary: false),
            new TermWeights(columns.Length, Numbers(random, columns.Length, 1, 10), isLogarithmic: false, RowNorm.Euclidean, isSingle: false),
        ]);
        var weights = new LinearSums(new Matrix(Numbers(random, columns.Length, -3, 3), 1, columns.Length), [0.1]);
        var last = new LinearClassifier("logistic", weights, ["0", "1"], LinearLink.Logistic);
        return new GraphModel([FeatureInfo.Text("text")], new PipelineEstimator(chain, last), positiveClass: 1);
    }

    private static string[] Words(Random random, int terms)
    {
        var words = new HashSet<string>(StringComparer.Ordinal);
        while (words.Count < terms / 2)
        {
            words.Add(new string([.. Enumerable.Range(0, random.Next(2, 11)).Select(_ => (char)('a' + random.Next(26)))]));
        }

        return [.. words];
    }

    private static string Line(Random random, string[] words, int length)
    {
        var line = new StringBuilder();
        while (line.Length < length)
        {
            string word = words[(int)(Math.Pow(words.Length, random.NextDouble()) - 1)];
            line.Append(random.Next(8) == 0 ? word.ToUpperInvariant() : word).Append(random.Next(12) == 0 ? ", " : " ");
        }

        return line.ToString().TrimEnd();
    }

    private static double[] Numbers(Random random, int count, double least, double most) =>
        [.. Enumerable.Range(0, count).Select(_ => least + ((most - least) * random.NextDouble()))];
}
