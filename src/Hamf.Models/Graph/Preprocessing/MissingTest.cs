using Hamf.Models.Formats.Hamf;

namespace Hamf.Models.Graph.Preprocessing;

/// <summary>What counts as missing: NaN and None, or a number or a text that stands for it.</summary>
/// <param name="Number">The number; NaN for the usual meaning.</param>
/// <param name="Text">The text, or null.</param>
internal sealed record MissingTest(double Number, string? Text)
{
    /// <summary>NaN and None.</summary>
    public static MissingTest Usual { get; } = new(double.NaN, null);

    private bool IsUsual => Text is null && double.IsNaN(Number);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static MissingTest Read(ref PartReader reader)
    {
        double number = reader.Double();
        return reader.Flag() ? new MissingTest(number, reader.Text("a text")) : new MissingTest(number, null);
    }

    /// <summary>Writes what <see cref="Read"/> reads.</summary>
    public void Write(PartWriter writer)
    {
        writer.Double(Number);
        writer.Flag(Text is not null);
        if (Text is not null)
        {
            writer.Text(Text);
        }
    }

    /// <summary>Whether a column of a row is missing.</summary>
    public bool IsMissing(RowVector row, int column)
    {
        string? text = row.HasTexts ? row.Texts[column] : null;
        return text is not null ? text == Text : IsMissing(row[column]);
    }

    /// <summary>Whether a number is missing.</summary>
    public bool IsMissing(double value) => IsUsual ? double.IsNaN(value) : value == Number;

    /// <summary>Refuses infinite numbers; and NaN, where something else means missing.</summary>
    public void Check(RowVector row, string kind)
    {
        RowCheck.NotInfinite(row, kind);
        if (IsUsual)
        {
            return;
        }

        for (int i = 0; i < row.StoredCount; i++)
        {
            if (double.IsNaN(row.Numbers[i]) && !(row.HasTexts && row.Texts[i] is not null))
            {
                throw RowCheck.Refused(row, i, kind, "is missing");
            }
        }
    }
}
