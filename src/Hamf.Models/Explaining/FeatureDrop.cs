namespace Hamf.Models.Explaining;

/// <summary>How much worse a metric becomes when a feature's values are dealt to other rows.</summary>
/// <param name="Feature">The feature's name.</param>
/// <param name="Mean">Mean over the repeats; around 0 for a feature that does not help, below 0 where the model is better without it.</param>
/// <param name="Deviation">Standard deviation over the repeats; 0 for a single one.</param>
public sealed record FeatureDrop(string Feature, double Mean, double Deviation);
