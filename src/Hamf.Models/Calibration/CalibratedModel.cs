using Hamf.Models.Data;
using Hamf.Models.Graph;

namespace Hamf.Models.Calibration;

/// <summary>A model whose probability passes through a curve that makes it agree with how often the class occurs.</summary>
public sealed class CalibratedModel : Model
{
    internal CalibratedModel(Model inner, CalibrationCurve curve)
        : base(inner.Features)
    {
        Inner = inner;
        Curve = curve;
    }

    /// <summary>The model that ranks and explains.</summary>
    public Model Inner { get; }

    /// <inheritdoc/>
    public override string Algorithm => $"{Inner.Algorithm}+{Curve.Name}";

    /// <inheritdoc/>
    public override bool ReadsText => Inner.ReadsText;

    internal CalibrationCurve Curve { get; }

    /// <inheritdoc/>
    public override void Score(ReadOnlySpan<double> values, Span<double> outputs)
    {
        Inner.Score(values, outputs);
        outputs[0] = Curve.Apply(outputs[0]);
    }

    /// <inheritdoc/>
    public override void Score(ReadOnlySpan<double> values, ReadOnlySpan<string?> texts, Span<double> outputs)
    {
        Inner.Score(values, texts, outputs);
        outputs[0] = Curve.Apply(outputs[0]);
    }

    /// <inheritdoc/>
    public override void ScoreAll(FeatureTable table, Span<double> scores)
    {
        Inner.ScoreAll(table, scores);
        foreach (ref double score in scores[..table.RowCount])
        {
            score = Curve.Apply(score);
        }
    }

    /// <inheritdoc/>
    /// <remarks>
    /// These are the contributions to the raw output of <see cref="Inner"/>, before the curve: they and the base value add up to that, not to
    /// the log-odds of the calibrated probability. The curve only rises, so signs and order mean the same on both sides of it.
    /// </remarks>
    public override double Explain(ReadOnlySpan<double> values, Span<double> contributions) => Inner.Explain(values, contributions);

    /// <inheritdoc/>
    public override double ExplainRow(ReadOnlySpan<double> values, ReadOnlySpan<string?> texts, Span<double> contributions) =>
        Inner.ExplainRow(values, texts, contributions);

    /// <inheritdoc/>
    public override bool TryExplain(ReadOnlySpan<double> values, ReadOnlySpan<string?> texts, Span<double> contributions) =>
        Inner.TryExplain(values, texts, contributions);

    /// <inheritdoc/>
    public override double[] ExplainAll(FeatureTable table, Memory<double> contributions, int threads = 1) => Inner.ExplainAll(table, contributions, threads);

    /// <inheritdoc/>
    /// <remarks>That of <see cref="Inner"/>.</remarks>
    public override double[] Importance() => Inner.Importance();
}
