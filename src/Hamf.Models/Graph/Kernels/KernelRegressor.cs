using Hamf.Models.Formats.Hamf;

namespace Hamf.Models.Graph.Kernels;

/// <summary>A number as a weighted sum over support vectors: scikit-learn's SVR and NuSVR.</summary>
internal sealed class KernelRegressor(KernelSum sum) : Estimator
{
    public const string KindName = "kernel-regressor";

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override string Algorithm => "svm_regression";

    /// <inheritdoc/>
    public override int InputWidth => sum.Width;

    public static KernelRegressor Read(ref PartReader reader) => new(KernelSum.Read(ref reader));

    /// <inheritdoc/>
    public override void Write(PartWriter writer) => sum.Write(writer);

    /// <inheritdoc/>
    public override double Predict(RowVector row, Workspace workspace)
    {
        RefuseMissing(row);
        return sum.Compute(row, workspace);
    }
}
