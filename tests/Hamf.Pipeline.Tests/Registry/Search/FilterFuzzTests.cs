using System.Globalization;
using System.Text;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Search;
using Hamf.TestKit;

namespace Hamf.Pipeline.Tests.Registry.Search;

public sealed class FilterFuzzTests
{
    private static readonly string[] Pieces =
    [
        "metrics.", "params.", "tags.", "attributes.", "datasets.", "a", "status", "run_id", "name", "start_time", "=", "!=", "<", ">=", "~", " ", "  ", "\t",
        "LIKE", "ILIKE", "IN", "NOT", "IS", "NULL", "AND", "OR", "true", "(", ")", ",", ";", "'", "\"", "`", "'x'", "\"y\"", "`z`", "1", "-1", "1e", ".5", "1.",
        "\\", "%", "--", "/*", "\0", "\ud800", "ü", "😀", "DESC", "ASC", ".",
    ];

    [Fact]
    public void Anything_is_read_or_refused() => Seeds.ForEach(4, random =>
    {
        for (int i = 0; i < 5_000; i++)
        {
            var text = new StringBuilder();
            for (int n = random.Next(12); n >= 0; n--)
            {
                text.Append(random.Next(20) == 0 ? ((char)random.Next(0x300)).ToString() : Pieces[random.Next(Pieces.Length)]);
            }

            ReadOrRefuse(text.ToString());
        }
    });

    [Fact]
    public void What_was_written_is_read() => Seeds.ForEach(4, random =>
    {
        for (int i = 0; i < 1_000; i++)
        {
            string key = Odd(random), value = Odd(random);
            double number = Math.Round((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-5, 6)), 8);
            string filter = $"params.`{key.Replace("`", "``", StringComparison.Ordinal)}` LIKE '{value.Replace("'", "''", StringComparison.Ordinal)}'"
                + $" and metrics.\"{key.Replace("\"", "\"\"", StringComparison.Ordinal)}\">{number.ToString(CultureInfo.InvariantCulture)}";

            IReadOnlyList<SearchClause> clauses = FilterGrammar.ReadFilter(filter, SearchTarget.Runs);

            Assert.Equal((key, value, Comparator.Like), (clauses[0].Field.Key, clauses[0].Text, clauses[0].Comparator));
            Assert.Equal((key, (double?)number, Comparator.Greater), (clauses[1].Field.Key, clauses[1].Number, clauses[1].Comparator));
        }
    });

    [Fact]
    public void A_long_filter_takes_no_longer_than_its_length() => Assert.All(
        (string[])["'", "`", "(", "''", "\"\"", "-", "1", ".", "a.", "run_id IN (", "NOT ", "AND "],
        piece => ReadOrRefuse(string.Concat(Enumerable.Repeat(piece, FilterGrammar.MaxLength / piece.Length))));

    private static string Odd(Random random)
    {
        const string Characters = "abZ09 .,;:'\"`%_\\/*()=<>!~-+[]{}äß😀";
        var text = new StringBuilder();
        for (int n = random.Next(1, 12); n > 0; n--)
        {
            int at = random.Next(Characters.Length - 1);
            text.Append(char.IsSurrogate(Characters[at]) ? "😀" : Characters[at].ToString());
        }

        return text.ToString();
    }

    private static void ReadOrRefuse(string text)
    {
        foreach (SearchTarget target in Enum.GetValues<SearchTarget>())
        {
            Try(() => FilterGrammar.ReadFilter(text, target));
            Try(() => FilterGrammar.ReadOrder([text], target));
            Try(() => FilterGrammar.ReadOrder([(text, true)], target));
        }

        void Try(Action read)
        {
            try
            {
                read();
            }
            catch (RegistryException e)
            {
                Assert.NotEmpty(e.Message);
            }
            catch (Exception e)
            {
                Assert.Fail($"'{text}': {e}");
            }
        }
    }
}
