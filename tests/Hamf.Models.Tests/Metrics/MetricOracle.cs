namespace Hamf.Models.Tests.Metrics;

/// <summary>The definitions, written the slow way: by counting pairs and by trying every threshold.</summary>
internal static class MetricOracle
{
    public static double RocAuc(double[] scores, byte[] labels)
    {
        double won = 0;
        double pairs = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            for (int j = 0; j < scores.Length; j++)
            {
                if (labels[i] == 1 && labels[j] == 0)
                {
                    pairs++;
                    won += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
                }
            }
        }

        return won / pairs;
    }

    public static double AveragePrecision(double[] scores, byte[] labels)
    {
        double sum = 0;
        double recallBefore = 0;
        foreach (double threshold in scores.Distinct().OrderDescending())
        {
            (int positives, int alerts) = Above(scores, labels, threshold);
            double recall = (double)positives / labels.Count(l => l == 1);
            sum += (recall - recallBefore) * positives / alerts;
            recallBefore = recall;
        }

        return sum;
    }

    public static (int Positives, int Alerts) Above(double[] scores, byte[] labels, double threshold)
    {
        int positives = 0;
        int alerts = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            if (scores[i] >= threshold)
            {
                alerts++;
                positives += labels[i];
            }
        }

        return (positives, alerts);
    }

    /// <summary>Random rows with many ties and both classes.</summary>
    public static (double[] Scores, byte[] Labels) RandomRows(Random random, int most = 60)
    {
        int n = random.Next(2, most);
        int levels = random.Next(1, 20);
        var scores = new double[n];
        var labels = new byte[n];
        for (int i = 0; i < n; i++)
        {
            scores[i] = (double)random.Next(levels + 1) / levels;
            labels[i] = (byte)random.Next(2);
        }

        (labels[0], labels[1]) = (0, 1);
        return (scores, labels);
    }
}
