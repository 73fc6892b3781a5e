using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hamf.Models.Learning;
using Hamf.Models.Trees.Growing;

namespace Hamf.Models.Trees.Losses;

/// <summary>Log loss of two classes by the log-odds s: p = 1 / (1 + exp(-s)), gradient p - y, hessian p (1 - p).</summary>
internal sealed class LogLoss : Loss
{
    private readonly float[] _labels;
    private readonly bool _useVectors;

    public LogLoss(TrainingSet set, float[]? rowCosts, bool useVectors)
        : this(set, Prior(set.Targets, rowCosts), useVectors)
    {
    }

    private LogLoss(TrainingSet set, double prior, bool useVectors)
        : base(set.Targets.Length, [prior], [prior])
    {
        _labels = Array.ConvertAll(set.Targets, target => (float)target);
        _useVectors = useVectors && Vector256.IsHardwareAccelerated;
    }

    /// <inheritdoc/>
    public override TreeLink Link => TreeLink.Logistic;

    /// <inheritdoc/>
    public override double LargestHessian => 0.25;

    /// <inheritdoc/>
    public override double LargestGradient(int output, WorkCrew crew) => 1;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Derive(int output, int start, Span<float> gradients, Span<float> hessians)
    {
        ReadOnlySpan<float> scores = Scores[0].AsSpan(start, gradients.Length);
        ReadOnlySpan<float> labels = _labels.AsSpan(start, gradients.Length);
        int i = 0;
        if (_useVectors)
        {
            for (; i <= scores.Length - Vector256<float>.Count; i += Vector256<float>.Count)
            {
                Vector256<float> one = Vector256<float>.One;
                Vector256<float> p = one / (one + FastExp.Exp(-Vector256.Create(scores[i..])));
                (p - Vector256.Create(labels[i..])).CopyTo(gradients[i..]);
                (p * (one - p)).CopyTo(hessians[i..]);
            }
        }

        for (; i < scores.Length; i++)
        {
            float p = 1f / (1f + FastExp.Exp(-scores[i]));
            gradients[i] = p - labels[i];
            hessians[i] = p * (1f - p);
        }
    }

    private static double Prior(double[] targets, float[]? rowCosts)
    {
        double positives = 0;
        double negatives = 0;
        for (int row = 0; row < targets.Length; row++)
        {
            double cost = rowCosts?[row] ?? 1;
            positives += targets[row] == 1 ? cost : 0;
            negatives += targets[row] == 1 ? 0 : cost;
        }

        return Math.Log(positives / negatives);
    }
}
