using Hamf.Models.Data;

namespace Hamf.Models.Graph;

/// <summary>
/// A trained model: a feature vector in, one or more outputs out. What detectors serve has one output, the probability of the positive
/// class. Immutable and safe to use from many threads.
/// </summary>
public abstract class Model(IReadOnlyList<FeatureInfo> features)
{
    /// <summary>The inputs, in the order in which a feature vector carries them.</summary>
    public IReadOnlyList<FeatureInfo> Features { get; } = features;

    /// <summary>The algorithm's short name, for example <c>gbdt</c> or <c>logistic</c>.</summary>
    public abstract string Algorithm { get; }

    /// <summary>What the outputs mean. <value><see cref="OutputKind.Probability"/></value></summary>
    public virtual OutputKind Output => OutputKind.Probability;

    /// <summary>Number of outputs: 1, or the number of classes. <value>1</value></summary>
    public virtual int OutputCount => 1;

    /// <summary>Whether some feature is raw text, so that rows must be scored with their texts. <value>false</value></summary>
    public virtual bool ReadsText => false;

    /// <summary>The only output of a row. Allocates nothing.</summary>
    /// <param name="values">One value per feature; NaN is missing.</param>
    /// <exception cref="InvalidOperationException">The model has several outputs.</exception>
    public double Score(ReadOnlySpan<double> values)
    {
        if (OutputCount != 1)
        {
            throw new InvalidOperationException($"The model has {OutputCount} outputs; this asks for one.");
        }

        double output = 0;
        Score(values, new Span<double>(ref output));
        return output;
    }

    /// <summary>The only output of a row of a model that may read text. Allocates nothing.</summary>
    /// <param name="values">One value per feature; NaN is missing, and stands for a text.</param>
    /// <param name="texts">One text per feature, null where it is a number or missing; empty if <see cref="ReadsText"/> is false.</param>
    /// <exception cref="InvalidOperationException">The model has several outputs.</exception>
    /// <exception cref="RowRefusedException">The model gives no score for such a row.</exception>
    public double Score(ReadOnlySpan<double> values, ReadOnlySpan<string?> texts)
    {
        if (OutputCount != 1)
        {
            throw new InvalidOperationException($"The model has {OutputCount} outputs; this asks for one.");
        }

        double output = 0;
        Score(values, texts, new Span<double>(ref output));
        return output;
    }

    /// <summary>All outputs of a row. Allocates nothing.</summary>
    /// <param name="values">One value per feature; NaN is missing.</param>
    /// <param name="outputs">[outputs], receives them.</param>
    public abstract void Score(ReadOnlySpan<double> values, Span<double> outputs);

    /// <summary>The same for a model that may read text.</summary>
    /// <param name="values">One value per feature; NaN is missing, and stands for a text.</param>
    /// <param name="texts">One text per feature, null where it is a number or missing; empty if <see cref="ReadsText"/> is false.</param>
    /// <param name="outputs">[outputs], receives them.</param>
    /// <exception cref="RowRefusedException">The model gives no score for such a row.</exception>
    public virtual void Score(ReadOnlySpan<double> values, ReadOnlySpan<string?> texts, Span<double> outputs) => Score(values, outputs);

    /// <summary>Scores every row of <paramref name="table"/>; the same bits as row by row.</summary>
    /// <param name="table">Features in the model's order.</param>
    /// <param name="scores">[rows x outputs], row-major, receives the outputs.</param>
    public abstract void ScoreAll(FeatureTable table, Span<double> scores);

    /// <summary>
    /// Each feature's exact contribution to this row's raw output (path-dependent SHAP for trees). The contributions and the returned base
    /// value add up to it: log-odds where the output is the probability of a boosted or linear model, the output itself for a forest.
    /// </summary>
    /// <param name="values">One value per feature.</param>
    /// <param name="contributions">[features], receives the contributions.</param>
    /// <returns>The base value.</returns>
    /// <exception cref="InvalidOperationException">The model has several outputs.</exception>
    /// <exception cref="NotSupportedException">The model cannot be explained.</exception>
    public abstract double Explain(ReadOnlySpan<double> values, Span<double> contributions);

    /// <summary>The same for a model that may read text.</summary>
    /// <param name="values">One value per feature; NaN is missing, and stands for a text.</param>
    /// <param name="texts">As in <see cref="Score(ReadOnlySpan{double}, ReadOnlySpan{string}, Span{double})"/>.</param>
    /// <param name="contributions">[features], receives the contributions.</param>
    /// <returns>The base value.</returns>
    /// <exception cref="NotSupportedException">The model cannot be explained.</exception>
    public virtual double ExplainRow(ReadOnlySpan<double> values, ReadOnlySpan<string?> texts, Span<double> contributions) => Explain(values, contributions);

    /// <summary>As <see cref="ExplainRow"/>, for who can do without.</summary>
    /// <param name="values">One value per feature; NaN is missing, and stands for a text.</param>
    /// <param name="texts">As in <see cref="Score(ReadOnlySpan{double}, ReadOnlySpan{string}, Span{double})"/>.</param>
    /// <param name="contributions">[features], receives the contributions.</param>
    /// <returns>False when the row cannot be explained feature by feature; the contributions are undefined then.</returns>
    public virtual bool TryExplain(ReadOnlySpan<double> values, ReadOnlySpan<string?> texts, Span<double> contributions)
    {
        ExplainRow(values, texts, contributions);
        return true;
    }

    /// <summary>The same for every output.</summary>
    /// <param name="values">One value per feature.</param>
    /// <param name="contributions">[features x outputs], row-major, receives the contributions.</param>
    /// <param name="bases">[outputs], receives the base values.</param>
    /// <exception cref="NotSupportedException">The model cannot be explained.</exception>
    public virtual void Explain(ReadOnlySpan<double> values, Span<double> contributions, Span<double> bases) =>
        bases[0] = Explain(values, contributions);

    /// <summary>Explains every row of <paramref name="table"/>; the same bits as row by row, at any thread count.</summary>
    /// <param name="table">Features in the model's order.</param>
    /// <param name="contributions">[rows x features x outputs], row-major, receives the contributions.</param>
    /// <param name="threads">Threads to use where the model can, 1 or more.</param>
    /// <returns>The base values, [outputs], the same for every row; 0 without rows.</returns>
    /// <exception cref="NotSupportedException">The model cannot be explained.</exception>
    public virtual double[] ExplainAll(FeatureTable table, Memory<double> contributions, int threads = 1)
    {
        CheckLength(table.Columns.Length);
        int width = Features.Count * OutputCount;
        var values = new double[Features.Count];
        var bases = new double[OutputCount];
        for (int row = 0; row < table.RowCount; row++)
        {
            table.CopyRow(row, values);
            Explain(values, contributions.Span.Slice(row * width, width), bases);
        }

        return bases;
    }

    /// <summary>How much each feature contributed in training, [features], not negative, summing to 1 (all 0 if none did).</summary>
    public abstract double[] Importance();

    /// <summary>Refuses a row or a table of the wrong width.</summary>
    protected void CheckLength(int length)
    {
        if (length != Features.Count)
        {
            throw new ArgumentException($"The model has {Features.Count} features; {length} values were given.");
        }
    }
}
