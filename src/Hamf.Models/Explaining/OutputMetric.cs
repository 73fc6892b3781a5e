namespace Hamf.Models.Explaining;

/// <summary>How good outputs are, higher being better. Whoever makes one knows the truth of the rows.</summary>
/// <param name="outputs">[rows x outputs], row-major.</param>
public delegate double OutputMetric(ReadOnlySpan<double> outputs);
