using Hamf.Pipeline.Training;
using Hamf.TestKit;

namespace Hamf.Pipeline.Tests.Training;

public sealed class LeakageGuardTests
{
    private const int Rows = 4000;

    [Fact]
    public void Row_number_in_class_order_is_blocked_and_named()
    {
        // The data of requirement 2.1.1: ids 1 to n/2 are phishing, the rest legitimate, rows shuffled.
        double[] id = Enumerable.Range(1, Rows).Select(i => (double)i).ToArray();
        new Random(1).Shuffle(id);
        byte[] labels = id.Select(i => (byte)(i <= Rows / 2 ? 1 : 0)).ToArray();

        LeakageFinding finding = Assert.Single(Examine(id, labels));

        Assert.Equal("x", finding.Name);
        Assert.Contains("ROC-AUC 1.0000", finding.Message, StringComparison.Ordinal);
        Assert.Contains("--allow-leakage x", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Row_number_without_relation_to_the_label_is_blocked_as_identifier()
    {
        double[] id = Enumerable.Range(100_000, Rows).Select(i => (double)i).ToArray();

        LeakageFinding finding = Assert.Single(Examine(id, Labels(0.2)));

        Assert.Contains("identifies rows", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nearly_unique_text_is_blocked_as_identifier()
    {
        double[] codes = Enumerable.Range(0, Rows).Select(i => (double)i).ToArray();

        LeakageFinding finding = Assert.Single(Examine(codes, Labels(0.2), isCategorical: true));

        Assert.Contains("identifies rows", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(5, -3)]
    public void Label_under_other_values_is_a_label_in_disguise(double negative, double positive)
    {
        byte[] labels = Labels(0.05);

        LeakageFinding finding = Assert.Single(Examine(labels.Select(l => l == 1 ? positive : negative).ToArray(), labels));

        Assert.Contains("label in disguise", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Code_whose_order_says_nothing_but_whose_values_tell_the_class_is_blocked()
    {
        var random = new Random(2);
        byte[] labels = Labels(0.3);
        double[] scenario = labels.Select(l => l == 1 ? (random.Next(2) * 2) + 1 : random.Next(3) * 2.0).ToArray();

        Assert.Contains("disguise", Assert.Single(Examine(scenario, labels)).Message, StringComparison.Ordinal);

        scenario[0] = 1 - labels[0];
        Assert.Contains("separates", Assert.Single(Examine(scenario, labels, isCategorical: true)).Message, StringComparison.Ordinal);
        Assert.Contains("separates", Assert.Single(Examine(scenario, labels)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Column_that_is_filled_only_for_positives_is_blocked()
    {
        var random = new Random(2);
        byte[] labels = Labels(0.05);

        double[] chargeback = labels.Select(l => l == 1 ? random.NextDouble() * 100 : double.NaN).ToArray();

        Assert.Contains("separates", Assert.Single(Examine(chargeback, labels)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Honest_strong_features_pass()
    {
        Seeds.ForEach(20, random =>
        {
            byte[] labels = Labels(0.02 + (0.3 * random.NextDouble()));

            // A shift of 2.6 standard deviations gives an area of 0.967, above anything honest in public fraud data.
            double[] strong = labels.Select(l => Normal(random) + (l * 2.6)).ToArray();

            Assert.Empty(Examine(strong, labels));
            Assert.Empty(Examine(strong.Select(v => -v).ToArray(), labels));
            Assert.Empty(Examine(strong.Select(v => Math.Round(v)).ToArray(), labels, isCategorical: true));
        });
    }

    [Fact]
    public void Uninformative_categories_pass_also_when_there_are_many()
    {
        Seeds.ForEach(10, random =>
        {
            double[] merchants = Enumerable.Range(0, Rows).Select(_ => (double)random.Next(Rows / 2)).ToArray();

            Assert.Empty(Examine(merchants, Labels(0.05), isCategorical: true));
        });
    }

    [Fact]
    public void Too_few_rows_of_a_class_are_not_judged()
    {
        byte[] labels = new byte[Rows];
        Array.Fill(labels, (byte)1, 0, LeakageGuard.MinClassRows - 1);

        Assert.Empty(Examine(labels.Select(l => (double)l).ToArray(), labels));
    }

    [Fact]
    public void Sample_keeps_all_positives_of_a_rare_class_and_bounds_the_rest()
    {
        byte[] labels = new byte[200_000];
        Array.Fill(labels, (byte)1, 0, 300);

        int[] sample = LeakageGuard.Sample(Enumerable.Range(0, labels.Length).ToArray(), labels);

        Assert.Equal(300, sample.Count(r => labels[r] == 1));
        Assert.InRange(sample.Length, 30_000, 40_300);
    }

    private static IReadOnlyList<LeakageFinding> Examine(double[] values, byte[] labels, bool isCategorical = false) =>
        LeakageGuard.Examine(
            [new GuardedInput("x", isCategorical, values, values.Length)],
            LeakageGuard.Sample(Enumerable.Range(0, values.Length).ToArray(), labels),
            labels);

    private static byte[] Labels(double share) => Enumerable.Range(0, Rows).Select(i => (byte)(i % (int)(1 / share) == 0 ? 1 : 0)).ToArray();

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
