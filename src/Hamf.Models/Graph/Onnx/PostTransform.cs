namespace Hamf.Models.Graph.Onnx;

/// <summary>What classical machine learning operators do with their scores at the end.</summary>
internal static class PostTransform
{
    /// <summary>The transform's names in ONNX.</summary>
    public static readonly string[] Names = ["NONE", "LOGISTIC", "SOFTMAX", "SOFTMAX_ZERO", "PROBIT"];

    /// <summary>Reads the attribute.</summary>
    public static string Read(NodeSettings settings)
    {
        string name = settings.Text("post_transform", "NONE");
        return Names.Contains(name) ? name : throw settings.Fault($"its post_transform is '{name}', which is not supported");
    }

    /// <summary>Applies it to the scores of a row, in place.</summary>
    public static void Apply(string name, Span<double> scores)
    {
        switch (name)
        {
            case "LOGISTIC":
                Each(scores, Logistic);
                break;
            case "SOFTMAX":
                Softmax(scores, false);
                break;
            case "SOFTMAX_ZERO":
                Softmax(scores, true);
                break;
            case "PROBIT":
                Each(scores, Probit);
                break;
        }
    }

    /// <summary>The logistic function, without overflow.</summary>
    public static double Logistic(double value)
    {
        double share = 1 / (1 + Math.Exp(-Math.Abs(value)));
        return value < 0 ? 1 - share : share;
    }

    /// <summary>The error function, to 1e-16 by its series and continued fraction (Abramowitz and Stegun 7.1.5, 7.1.14).</summary>
    public static double Erf(double value)
    {
        double x = Math.Abs(value);
        if (double.IsNaN(x) || x > 6)
        {
            return double.IsNaN(x) ? x : Math.Sign(value);
        }

        if (x > 2.5)
        {
            double fraction = 0;
            for (int k = 60; k > 0; k--)
            {
                fraction = k / 2.0 / (x + fraction);
            }

            return Math.Sign(value) * (1 - (Math.Exp(-x * x) / Math.Sqrt(Math.PI) / (x + fraction)));
        }

        double term = value;
        double sum = value;
        for (int n = 1; n < 80; n++)
        {
            term *= -value * value / n;
            sum += term / ((2 * n) + 1);
        }

        return 2 / Math.Sqrt(Math.PI) * sum;
    }

    /// <summary>Exponentials divided by their sum; scores of exactly zero may stay out of it.</summary>
    public static void Softmax(Span<double> scores, bool zeroStays)
    {
        double most = double.NegativeInfinity;
        foreach (double score in scores)
        {
            most = Math.Max(most, score);
        }

        double sum = 0;
        foreach (ref double score in scores)
        {
            score = zeroStays && Math.Abs(score) <= 1e-7 ? score * Math.Exp(-most) : Math.Exp(score - most);
            sum += score;
        }

        foreach (ref double score in scores)
        {
            score /= sum;
        }
    }

    // Winitzki's inverse error function, as ONNX Runtime has it.
    private static double Probit(double value)
    {
        double x = (2 * value) - 1;
        double log = Math.Log((1 - x) * (1 + x));
        double half = (2 / (Math.PI * 0.147)) + (0.5 * log);
        return Math.Sqrt(2) * (x < 0 ? -1 : 1) * Math.Sqrt(-half + Math.Sqrt((half * half) - (log / 0.147)));
    }

    private static void Each(Span<double> scores, Func<double, double> function)
    {
        foreach (ref double score in scores)
        {
            score = function(score);
        }
    }
}
