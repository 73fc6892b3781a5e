namespace Hamf.Models.Formats.LightGBM;

/// <summary>A model text of LightGBM (versions v2 to v4), cut into its parts.</summary>
/// <param name="Head">What stands before the trees.</param>
/// <param name="Trees">The trees.</param>
/// <param name="PandasCategories">The JSON after <c>pandas_categorical:</c>; empty without.</param>
internal sealed record LightGBMText(LightGBMSection Head, IReadOnlyList<LightGBMSection> Trees, string PandasCategories)
{
    private const string TreeMark = "Tree=";
    private const string EndMark = "end of trees";
    private const string PandasMark = "pandas_categorical:";

    /// <summary>Cuts a text.</summary>
    /// <exception cref="ImportException">It is no model text, or ends before its trees do.</exception>
    public static LightGBMText Parse(string text)
    {
        var head = new LightGBMSection(text, string.Empty);
        var trees = new List<LightGBMSection>();
        LightGBMSection current = head;
        string pandas = string.Empty;
        bool hasEnded = false;
        for (int start = 0; start < text.Length;)
        {
            int length = text.AsSpan(start).IndexOf('\n');
            length = length < 0 ? text.Length - start : length;
            ReadOnlySpan<char> line = text.AsSpan(start, length).TrimEnd('\r');
            if (hasEnded)
            {
                pandas = line.StartsWith(PandasMark) ? line[PandasMark.Length..].ToString() : pandas;
            }
            else if (line.StartsWith(TreeMark))
            {
                current = new LightGBMSection(text, $"tree {trees.Count}");
                trees.Add(current);
            }
            else if (line.StartsWith(EndMark))
            {
                hasEnded = true;
            }
            else if (!line.IsEmpty)
            {
                current.Add(new Range(start, start + line.Length));
            }

            start += length + 1;
        }

        return hasEnded ? new LightGBMText(head, trees, pandas) : throw new ImportException(string.Empty, "the model text of LightGBM ends before its last tree", "Copy the file again");
    }
}
