using Hamf.Models.Formats.Hamf;

namespace Hamf.Models.Graph;

/// <summary>Texts become the codes of a label encoder, one encoder per column; a text that it does not know is refused, as the library does.</summary>
internal sealed class LabelCodeOperator : Operator
{
    public const string KindName = "label-codes";

    private readonly string[][] _labels;
    private readonly Dictionary<string, int>[] _codes;

    /// <param name="labels">For each column, its labels by code; all different.</param>
    /// <exception cref="ArgumentException">There are no columns, or a label stands twice.</exception>
    public LabelCodeOperator(string[][] labels)
    {
        if (labels.Length == 0 || Array.Exists(labels, column => column.Distinct(StringComparer.Ordinal).Count() < column.Length))
        {
            throw new ArgumentException("Each column needs labels that are all different.", nameof(labels));
        }

        _labels = labels;
        _codes = Array.ConvertAll(labels, column => column.Select((label, code) => (label, code)).ToDictionary(p => p.label, p => p.code, StringComparer.Ordinal));
    }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override int InputWidth => _labels.Length;

    /// <inheritdoc/>
    public override int OutputWidth => _labels.Length;

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static LabelCodeOperator Read(ref PartReader reader)
    {
        int count = reader.Int();
        var labels = new List<string[]>();
        for (int i = 0; i < count; i++)
        {
            labels.Add(reader.Texts("a label"));
        }

        return new LabelCodeOperator([.. labels]);
    }

    /// <inheritdoc/>
    public override bool ReadsText(int column) => true;

    /// <inheritdoc/>
    public override void Write(PartWriter writer)
    {
        writer.Int(_labels.Length);
        foreach (string[] column in _labels)
        {
            writer.Texts(column);
        }
    }

    /// <inheritdoc/>
    public override void Apply(RowVector input, RowVector output, Workspace workspace)
    {
        output.ResetDense(_labels.Length);
        for (int i = 0; i < _labels.Length; i++)
        {
            output.Numbers[i] = input.Texts[i] is { } text && _codes[i].TryGetValue(text, out int code)
                ? code
                : throw new RowRefusedException($"column {i} of the label encoders holds a text that they were not fitted with");
        }
    }

    /// <inheritdoc/>
    public override int SourceOf(int output) => output;
}
