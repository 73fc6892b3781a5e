using Hamf.Models.Metrics;

namespace Hamf.Models.Trees.Growing;

/// <summary>Computes a <see cref="StoppingMetric"/> from raw outputs. Not thread-safe.</summary>
internal sealed class ValidationMetric
{
    private const double Threshold = 0.5;

    private readonly StoppingMetric _metric;
    private readonly GbdtLoss _loss;
    private readonly double[] _targets;
    private readonly byte[] _labels = [];
    private readonly int[] _classes = [];
    private readonly PositiveRanking _ranking;

    /// <param name="metric">One that fits the loss.</param>
    /// <param name="loss">What is minimised.</param>
    /// <param name="targets">Of the validation rows.</param>
    public ValidationMetric(StoppingMetric metric, GbdtLoss loss, double[] targets)
    {
        _metric = metric == StoppingMetric.Usual ? UsualOf(loss) : metric;
        _loss = loss;
        _targets = targets;
        if (loss == GbdtLoss.LogLoss)
        {
            _labels = Array.ConvertAll(targets, target => (byte)target);
        }
        else if (loss == GbdtLoss.Softmax)
        {
            _classes = Array.ConvertAll(targets, target => (int)target);
        }

        _ranking = new PositiveRanking(_labels);
    }

    /// <summary>Whether the metric can judge what the loss predicts.</summary>
    public static bool Fits(StoppingMetric metric, GbdtLoss loss) => metric switch
    {
        StoppingMetric.Usual => true,
        StoppingMetric.RootMeanSquaredError => loss == GbdtLoss.Squared,
        StoppingMetric.LogLoss or StoppingMetric.Accuracy => loss is GbdtLoss.LogLoss or GbdtLoss.Softmax,
        _ => Enum.IsDefined(metric) && loss == GbdtLoss.LogLoss,
    };

    /// <summary>Whether the rows have what the metric needs: a positive one, and for the ROC curve a negative one.</summary>
    public bool IsDefined => _metric switch
    {
        StoppingMetric.LogLoss or StoppingMetric.Brier or StoppingMetric.Accuracy or StoppingMetric.RootMeanSquaredError => true,
        StoppingMetric.RocAuc => _labels.Contains((byte)1) && _labels.Contains((byte)0),
        _ => _labels.Contains((byte)1),
    };

    /// <summary>The metric, turned so that more is better; NaN where it is not defined.</summary>
    /// <param name="raw">[rows x outputs], row-major.</param>
    public double Goodness(ReadOnlySpan<double> raw) => _loss switch
    {
        GbdtLoss.Softmax => GoodnessOfClasses(raw.ToArray()),
        GbdtLoss.Squared => -ValueMetrics.RootMeanSquaredError(raw, _targets),
        _ => _metric == StoppingMetric.AveragePrecision ? _ranking.Of(raw) : GoodnessOfLabels(raw.ToArray()),
    };

    private static StoppingMetric UsualOf(GbdtLoss loss) => loss switch
    {
        GbdtLoss.Softmax => StoppingMetric.LogLoss,
        GbdtLoss.Squared => StoppingMetric.RootMeanSquaredError,
        _ => StoppingMetric.AveragePrecision,
    };

    private double GoodnessOfClasses(double[] outputs)
    {
        int width = outputs.Length / _classes.Length;
        for (int start = 0; start < outputs.Length; start += width)
        {
            TreeLink.Softmax.Apply(outputs.AsSpan(start, width));
        }

        return _metric == StoppingMetric.Accuracy
            ? MultiClassMetrics.Accuracy(outputs, _classes)
            : -MultiClassMetrics.LogLoss(outputs, _classes);
    }

    private double GoodnessOfLabels(double[] outputs)
    {
        for (int row = 0; row < outputs.Length; row++)
        {
            TreeLink.Logistic.Apply(outputs.AsSpan(row, 1));
        }

        ClassificationMetrics found = ClassificationMetrics.Compute(outputs, _labels, Threshold);
        return _metric switch
        {
            StoppingMetric.RocAuc => found.RocAuc,
            StoppingMetric.LogLoss => -found.LogLoss,
            StoppingMetric.Brier => -found.Brier,
            StoppingMetric.Accuracy => found.Accuracy,
            StoppingMetric.Precision => found.Precision,
            StoppingMetric.Recall => found.Recall,
            _ => found.F1,
        };
    }
}
