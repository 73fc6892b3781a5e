using Hamf.Models.Learning;
using Hamf.Models.Trees.Growing;

namespace Hamf.Models.Trees.Losses;

/// <summary>
/// Log loss of several classes by their scores s: p_k = exp(s_k) / sum of exp(s_j), gradient p_k - [y = k], hessian p_k (1 - p_k) K / (K - 1):
/// the diagonal alone, stretched because the scores of K classes have K - 1 degrees of freedom (Friedman 2001, section 4.6).
/// </summary>
internal sealed class SoftmaxLoss : Loss
{
    // A class without cost starts as if it made up this share.
    private const double LeastShare = 1e-9;

    private readonly int[] _classes;
    private readonly float[] _highest;
    private readonly float[] _shareUnit;
    private readonly float _stretch;

    public SoftmaxLoss(TrainingSet set, float[]? rowCosts)
        : this(set, Priors(set, rowCosts))
    {
    }

    private SoftmaxLoss(TrainingSet set, double[] priors)
        : base(set.Targets.Length, priors, priors)
    {
        _classes = Array.ConvertAll(set.Targets, target => (int)target);
        _highest = new float[_classes.Length];
        _shareUnit = new float[_classes.Length];
        _stretch = priors.Length / (float)(priors.Length - 1);
    }

    /// <inheritdoc/>
    public override TreeLink Link => TreeLink.Softmax;

    /// <inheritdoc/>
    public override double LargestHessian => 0.25 * _stretch;

    /// <inheritdoc/>
    public override double LargestGradient(int output, WorkCrew crew) => 1;

    /// <inheritdoc/>
    /// <remarks>Trees of one class must not move the probabilities that the next class's trees see, so the sums are kept for the round.</remarks>
    public override void BeginRound(WorkCrew crew) => crew.RunBlocks(_classes.Length, (start, end) =>
    {
        for (int row = start; row < end; row++)
        {
            float highest = float.NegativeInfinity;
            foreach (float[] scores in Scores)
            {
                highest = Math.Max(highest, scores[row]);
            }

            float sum = 0;
            foreach (float[] scores in Scores)
            {
                sum += FastExp.Exp(scores[row] - highest);
            }

            _highest[row] = highest;
            _shareUnit[row] = 1 / sum;
        }
    });

    /// <inheritdoc/>
    public override void Derive(int output, int start, Span<float> gradients, Span<float> hessians)
    {
        ReadOnlySpan<float> scores = Scores[output].AsSpan(start, gradients.Length);
        for (int i = 0; i < scores.Length; i++)
        {
            float p = FastExp.Exp(scores[i] - _highest[start + i]) * _shareUnit[start + i];
            gradients[i] = p - (_classes[start + i] == output ? 1f : 0f);
            hessians[i] = p * (1f - p) * _stretch;
        }
    }

    private static double[] Priors(TrainingSet set, float[]? rowCosts)
    {
        var costs = new double[TrainingSetCheck.ClassCount(set)];
        for (int row = 0; row < set.Targets.Length; row++)
        {
            costs[(int)set.Targets[row]] += rowCosts?[row] ?? 1;
        }

        double total = costs.Sum();
        return Array.ConvertAll(costs, cost => Math.Log(Math.Max(LeastShare, cost / total)));
    }
}
