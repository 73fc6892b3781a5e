using Hamf.Models.Learning;
using Hamf.Models.Trees.Growing;

namespace Hamf.Models.Trees.Losses;

/// <summary>
/// Half the squared difference of the output s from the target y: gradient s - y, hessian 1. Scores are kept without the base, so that their
/// floats do not lose what varies in numbers of large size.
/// </summary>
internal sealed class SquaredLoss : Loss
{
    private readonly float[] _targets;

    public SquaredLoss(TrainingSet set, float[]? rowCosts)
        : this(set, Mean(set.Targets, rowCosts))
    {
    }

    private SquaredLoss(TrainingSet set, double mean)
        : base(set.Targets.Length, [mean], [0])
    {
        _targets = Array.ConvertAll(set.Targets, target => (float)Math.Clamp(target - mean, -float.MaxValue / 4, float.MaxValue / 4));
    }

    /// <inheritdoc/>
    public override TreeLink Link => TreeLink.Identity;

    /// <inheritdoc/>
    public override double LargestHessian => 1;

    /// <inheritdoc/>
    public override double LargestGradient(int output, WorkCrew crew)
    {
        var largest = new float[WorkCrew.BlockCount(_targets.Length)];
        crew.RunBlocks(_targets.Length, (start, end) =>
        {
            float found = 0;
            for (int row = start; row < end; row++)
            {
                found = Math.Max(found, Math.Abs(Scores[0][row] - _targets[row]));
            }

            largest[start / WorkCrew.BlockRows] = found;
        });
        return largest.Max();
    }

    /// <inheritdoc/>
    public override void Derive(int output, int start, Span<float> gradients, Span<float> hessians)
    {
        for (int i = 0; i < gradients.Length; i++)
        {
            gradients[i] = Scores[0][start + i] - _targets[start + i];
        }

        hessians.Fill(1);
    }

    private static double Mean(double[] targets, float[]? rowCosts)
    {
        double sum = 0;
        double total = 0;
        for (int row = 0; row < targets.Length; row++)
        {
            double cost = rowCosts?[row] ?? 1;
            sum += cost * targets[row];
            total += cost;
        }

        return sum / total;
    }
}
