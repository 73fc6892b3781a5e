using Hamf.Models.Formats.Hamf;

namespace Hamf.Models.Graph.Kernels;

/// <summary>Tells what is unlike the training rows (-1) from what is like them (1): scikit-learn's OneClassSVM.</summary>
internal sealed class KernelNovelty(KernelSum sum) : Estimator
{
    public const string KindName = "kernel-novelty";

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override string Algorithm => "one_class_svm";

    /// <inheritdoc/>
    public override int InputWidth => sum.Width;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Classes => NoveltyClasses.All;

    /// <inheritdoc/>
    public override int DecisionCount => 1;

    public static KernelNovelty Read(ref PartReader reader) => new(KernelSum.Read(ref reader));

    /// <inheritdoc/>
    public override void Write(PartWriter writer) => sum.Write(writer);

    /// <inheritdoc/>
    public override void Decide(RowVector row, Span<double> values, Workspace workspace)
    {
        RefuseMissing(row);
        values[0] = sum.Compute(row, workspace);
    }

    /// <inheritdoc/>
    public override double Predict(RowVector row, Workspace workspace)
    {
        RefuseMissing(row);
        return sum.Compute(row, workspace) > 0 ? 1 : 0;
    }
}
