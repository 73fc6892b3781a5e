using Hamf.Models.Learning;
using Hamf.Models.Trees.Growing;

namespace Hamf.Models.Trees.Losses;

/// <summary>
/// What boosting minimises: keeps the raw outputs of all training rows and gives the derivatives of the loss by them. Rows may be asked in
/// parallel; not thread-safe otherwise.
/// </summary>
internal abstract class Loss
{
    /// <param name="rowCount">Number of rows.</param>
    /// <param name="bases">Each raw output before the first tree.</param>
    /// <param name="starts">What the kept scores begin with: the bases, or less where only differences are kept.</param>
    protected Loss(int rowCount, double[] bases, double[] starts)
    {
        Bases = bases;
        Scores = Array.ConvertAll(starts, start =>
        {
            float[] scores = GC.AllocateUninitializedArray<float>(rowCount);
            Array.Fill(scores, (float)start);
            return scores;
        });
    }

    /// <summary>Each raw output before the first tree.</summary>
    public double[] Bases { get; }

    /// <summary>The raw outputs of the training rows, [outputs][rows]; trees add to them.</summary>
    public float[][] Scores { get; }

    /// <summary>What makes outputs of raw outputs.</summary>
    public abstract TreeLink Link { get; }

    /// <summary>The largest second derivative.</summary>
    public abstract double LargestHessian { get; }

    /// <summary>Creates the loss of the options for these rows.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="set">The rows.</param>
    /// <param name="rowCosts">What an error on each row costs, [rows], or null for 1 each.</param>
    /// <param name="useVectors">False forces scalar code.</param>
    public static Loss Create(GbdtOptions options, TrainingSet set, float[]? rowCosts, bool useVectors) => options.Loss switch
    {
        GbdtLoss.Softmax => new SoftmaxLoss(set, rowCosts),
        GbdtLoss.Squared => new SquaredLoss(set, rowCosts),
        _ => new LogLoss(set, rowCosts, useVectors),
    };

    /// <summary>Called before each round, when the trees of the last one are in the scores.</summary>
    public virtual void BeginRound(WorkCrew crew)
    {
    }

    /// <summary>The largest first derivative by an output, either way.</summary>
    public abstract double LargestGradient(int output, WorkCrew crew);

    /// <summary>The derivatives by an output of rows from <paramref name="start"/> on, without costs.</summary>
    /// <param name="output">The output.</param>
    /// <param name="start">First row.</param>
    /// <param name="gradients">Receives the first derivatives.</param>
    /// <param name="hessians">Receives the second derivatives.</param>
    public abstract void Derive(int output, int start, Span<float> gradients, Span<float> hessians);
}
