using System.Globalization;
using System.Text;
using Hamf.Pipeline.Detectors;

namespace Hamf.Pipeline.Tests.Flows;

/// <summary>Small seeded payment files and detectors for them: large amounts and nights are riskier, and fraud comes in bursts.</summary>
internal static class Payments
{
    public const string Header = "id,t,card,amt,category,is_fraud";

    public const string Columns = """
        name: pay
        events:
          columns:
            id: text key
            t: time time
            card: integer entity
            amt: number
            category: text
            is_fraud: integer label

        """;

    public const string PlainFeatures = """
        features:
          amt: amt
          hour: hour(t)
          category: category

        """;

    public const string WindowFeatures = """
        features:
          amt: amt
          hour: hour(t)
          category: category
          count_1h: count() over 1h
          sum_1h: sum(amt) over 1h

        """;

    public const string Training = """
        training: {algorithm: gbdt, trees: 40, learning_rate: 0.1}
        decision: {policy: alert_budget, alerts_per_1000: 50}

        """;

    public static Detector Detector(string yaml)
    {
        DetectorReading reading = DetectorFile.Parse(yaml, "test");
        Assert.Empty(reading.Problems);
        return reading.Detector!;
    }

    public static Detector Plain() => Detector(Columns + PlainFeatures + Training);

    public static Detector Windowed() => Detector(Columns + WindowFeatures + Training);

    /// <summary>Lines of a file, header first, in time order.</summary>
    public static List<string> Lines(int rows, int seed, int firstId = 0)
    {
        var random = new Random(seed);
        string[] categories = ["food", "gas", "travel", "web"];
        List<string> lines = [Header];
        DateTime time = new DateTime(2024, 1, 1).AddMinutes(firstId);
        int burst = 0;
        int card = 0;
        for (int i = 0; i < rows; i++)
        {
            bool inBurst = burst-- > 0;
            time = time.AddSeconds(inBurst ? 40 : random.Next(30, 300));
            card = inBurst ? card : random.Next(1000, 1060);
            if (!inBurst && random.Next(40) == 0)
            {
                burst = 4;
            }

            double amount = Math.Round(Math.Exp(3 + random.NextDouble() + (inBurst ? 1.0 : 0)), 2);
            double risk = (inBurst ? 0.75 : 0.01) + (time.Hour < 6 ? 0.03 : 0);
            lines.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"e{firstId + i},{time:yyyy-MM-dd HH:mm:ss},{card},{amount},{categories[random.Next(4)]},{(random.NextDouble() < risk ? 1 : 0)}"));
        }

        return lines;
    }

    public static string Text(IEnumerable<string> lines) =>
        new StringBuilder().AppendJoin('\n', lines).Append('\n').ToString();
}
