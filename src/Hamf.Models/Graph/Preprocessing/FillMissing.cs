using Hamf.Models.Formats.Hamf;

namespace Hamf.Models.Graph.Preprocessing;

/// <summary>Puts a constant of each column in the place of missing values: SimpleImputer. Columns can be left out, flags can follow.</summary>
internal sealed class FillMissing : Operator
{
    public const string KindName = "fill-missing";

    private readonly MissingTest _missing;
    private readonly double[] _numbers;
    private readonly string[] _texts;
    private readonly int[] _kept;
    private readonly int[] _flagged;
    private readonly int[] _targets;
    private readonly bool _givesTexts;

    /// <param name="missing">What counts as missing.</param>
    /// <param name="numbers">[width], what is put in; NaN for a column of text.</param>
    /// <param name="texts">[width], empty for a column of numbers. Or no texts at all.</param>
    /// <param name="kept">The columns that stay, rising.</param>
    /// <param name="flagged">The columns for which a flag follows: 1 where the value was missing.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a column is not there.</exception>
    public FillMissing(MissingTest missing, double[] numbers, string[] texts, int[] kept, int[] flagged)
    {
        if (numbers.Length == 0 || (texts.Length != 0 && texts.Length != numbers.Length) || kept.Length + flagged.Length == 0
            || !IsRising(kept, numbers.Length) || !IsRising(flagged, numbers.Length))
        {
            throw new ArgumentException($"{numbers.Length} numbers and {texts.Length} texts do not fit {kept.Length} columns and {flagged.Length} flags.");
        }

        (_missing, _numbers, _texts, _kept, _flagged) = (missing, numbers, texts, kept, flagged);
        _givesTexts = texts.Length > 0;
        _targets = new int[numbers.Length];
        Array.Fill(_targets, -1);
        for (int i = 0; i < kept.Length; i++)
        {
            _targets[kept[i]] = i;
        }
    }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override int InputWidth => _numbers.Length;

    /// <inheritdoc/>
    public override int OutputWidth => _kept.Length + _flagged.Length;

    /// <summary>Whether these are columns of that width in rising order.</summary>
    public static bool IsRising(int[] columns, int width)
    {
        for (int i = 0; i < columns.Length; i++)
        {
            if (columns[i] >= width || columns[i] <= (i == 0 ? -1 : columns[i - 1]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static FillMissing Read(ref PartReader reader) =>
        new(MissingTest.Read(ref reader), reader.Doubles(), reader.Texts("a text"), reader.Ints(), reader.Ints());

    /// <inheritdoc/>
    public override void Write(PartWriter writer)
    {
        _missing.Write(writer);
        writer.Doubles(_numbers);
        writer.Texts(_texts);
        writer.Ints(_kept);
        writer.Ints(_flagged);
    }

    /// <inheritdoc/>
    public override bool ReadsText(int column) => _givesTexts && double.IsNaN(_numbers[column]);

    /// <inheritdoc/>
    public override int SourceOf(int output) => output < _kept.Length ? _kept[output] : _flagged[output - _kept.Length];

    /// <inheritdoc/>
    public override void Apply(RowVector input, RowVector output, Workspace workspace)
    {
        _missing.Check(input, Kind);
        if (input.IsSparse)
        {
            ApplySparse(input, output);
            return;
        }

        output.ResetDense(OutputWidth, _givesTexts);
        for (int i = 0; i < _kept.Length; i++)
        {
            Fill(input, _kept[i], output, i);
        }

        for (int i = 0; i < _flagged.Length; i++)
        {
            output.Numbers[_kept.Length + i] = _missing.IsMissing(input, _flagged[i]) ? 1 : 0;
        }
    }

    private void Fill(RowVector input, int column, RowVector output, int target)
    {
        bool isMissing = _missing.IsMissing(input, column);
        output.Numbers[target] = isMissing ? _numbers[column] : input[column];
        if (_givesTexts)
        {
            output.Texts[target] = isMissing ? (double.IsNaN(_numbers[column]) ? _texts[column] : null) : input.HasTexts ? input.Texts[column] : null;
        }
        else if (input.HasTexts && input.Texts[column] is not null && !isMissing)
        {
            throw RowCheck.Refused(input, column, Kind, "is a text");
        }
    }

    private void ApplySparse(RowVector input, RowVector output)
    {
        output.ResetSparse(OutputWidth);
        for (int i = 0; i < input.StoredCount; i++)
        {
            int column = input.Indices[i];
            double value = input.Numbers[i];
            if (_targets[column] >= 0)
            {
                output.Append(_targets[column], _missing.IsMissing(value) ? _numbers[column] : value);
            }
        }

        for (int i = 0; i < _flagged.Length; i++)
        {
            if (_missing.IsMissing(input[_flagged[i]]))
            {
                output.Append(_kept.Length + i, 1);
            }
        }
    }
}
