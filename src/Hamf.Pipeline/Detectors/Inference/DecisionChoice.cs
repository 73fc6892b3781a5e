using System.Globalization;

namespace Hamf.Pipeline.Detectors.Inference;

/// <summary>How the decision policy follows from the share of positives.</summary>
internal static class DecisionChoice
{
    /// <summary>Share of positives from which best F1 is proposed.</summary>
    public const double FrequentShare = 0.05;

    /// <summary>Best F1 where positives are frequent, else an alert budget of twice their share.</summary>
    public static (DecisionSpec Decision, string Why) Make(double baseRate)
    {
        string share = (100 * baseRate).ToString("0.###", CultureInfo.InvariantCulture);
        if (baseRate >= FrequentShare)
        {
            return (new DecisionSpec { Policy = DecisionPolicy.BestF1 },
                $"best F1 on validation, as {share} % of the labelled rows are positive (5 % or more)");
        }

        double alerts = baseRate == 0 ? new DecisionSpec().AlertsPer1000 : Round(Math.Clamp(2_000 * baseRate, 0.01, 1_000));
        return (new DecisionSpec { Policy = DecisionPolicy.AlertBudget, AlertsPer1000 = alerts },
            string.Create(CultureInfo.InvariantCulture,
                $"an alert budget of {alerts} per 1,000 events: {(baseRate == 0 ? "the default, as no row is positive" : $"twice the {share} % of rows that are positive (below 5 %)")}"));
    }

    /// <summary>Two significant digits: the share of a sample is not known better.</summary>
    private static double Round(double value)
    {
        double unit = Math.Pow(10, Math.Floor(Math.Log10(value)) - 1);
        return double.Parse((Math.Round(value / unit) * unit).ToString("G6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }
}
