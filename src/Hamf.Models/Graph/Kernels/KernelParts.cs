namespace Hamf.Models.Graph.Kernels;

/// <summary>The readers of kernel machines.</summary>
internal static class KernelParts
{
    public static IEnumerable<KeyValuePair<string, PartRead>> All =>
    [
        new(SvmClassifier.KindName, SvmClassifier.Read),
        new(KernelRegressor.KindName, KernelRegressor.Read),
        new(KernelNovelty.KindName, KernelNovelty.Read),
    ];
}
