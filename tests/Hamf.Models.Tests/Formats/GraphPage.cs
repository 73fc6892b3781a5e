using System.Text.RegularExpressions;
using Hamf.Models.Formats.Hamf;
using Hamf.TestKit;

namespace Hamf.Models.Tests.Formats;

/// <summary>Reads parts by the tables of docs/formats/graph.md alone, as somebody who only has the page would.</summary>
internal sealed partial class GraphPage
{
    private readonly Dictionary<string, string> _fieldsOf = [];

    public GraphPage()
    {
        string table = string.Empty;
        foreach (string line in File.ReadLines(Path.Combine(RealPart.RepositoryRoot, "docs", "formats", "graph.md")))
        {
            string[] cells = line.Split('|', StringSplitOptions.TrimEntries);
            if (cells.Length < 4)
            {
                continue;
            }

            table = cells[1] is "type" or "kind" or "block" ? cells[1] : table;
            if (table is "kind" or "block" && cells[1].StartsWith('`'))
            {
                string name = cells[1].Trim('`');
                _fieldsOf.Add(name, cells[2]);
                _ = table == "kind" && Kinds.Add(name);
            }
        }
    }

    /// <summary>The kinds that have a row.</summary>
    public HashSet<string> Kinds { get; } = new(StringComparer.Ordinal);

    /// <summary>The kinds that were read so far.</summary>
    public HashSet<string> Met { get; } = new(StringComparer.Ordinal);

    /// <summary>Reads a part, its kind first.</summary>
    public void Read(ref PartReader reader)
    {
        string kind = reader.Text("the kind");
        Met.Add(kind);
        ReadFields(ref reader, _fieldsOf[kind]);
    }

    private void ReadFields(ref PartReader reader, string fields)
    {
        var counts = new Dictionary<string, int>();
        (int last, int flag) = (0, 0);
        bool isRead = true;
        for (Match field = Field().Match(fields); field.Success; field = field.NextMatch())
        {
            if (field.Groups["when"] is { Success: true } when)
            {
                isRead = when.Value == (flag == 1 ? "1" : "0");
            }
            else if (field.Groups["each"] is { Success: true } each)
            {
                for (int i = 0; i < last; i++)
                {
                    ReadFields(ref reader, each.Value);
                }
            }
            else if (isRead)
            {
                int times = field.Groups["count"].Success ? counts[field.Groups["count"].Value] : 1;
                for (int i = 0; i < times; i++)
                {
                    last = ReadValue(ref reader, field.Groups["type"].Value);
                }

                counts[field.Groups["name"].Value] = last;
                flag = field.Groups["type"].Value == "flag" ? last : flag;
            }
        }
    }

    // Gives the value of a whole number, the count of what has one.
    private int ReadValue(ref PartReader reader, string type)
    {
        switch (type)
        {
            case "int": return reader.Int();
            case "flag": return reader.Flag() ? 1 : 0;
            case "double":
                reader.Double();
                return 0;
            case "text": return reader.Text("a text").Length;
            case "ints": return reader.Ints().Length;
            case "doubles": return reader.Doubles().Length;
            case "texts": return reader.Texts("a text").Length;
            case "bytes": return reader.Bytes().Length;
            case "matrix": return reader.Matrix().RowCount;
            case "jagged": return reader.Jagged("rows").Length;
            case "trees": return reader.Trees().TreeCount;
            case "part":
                Read(ref reader);
                return 1;
            case "parts":
                int count = reader.Int();
                for (int i = 0; i < count; i++)
                {
                    Read(ref reader);
                }

                return count;
            default:
                ReadFields(ref reader, _fieldsOf[type]);
                return 1;
        }
    }

    [GeneratedRegex(@"if (?<when>[01])|for each \((?<each>[^)]*)\)|`(?<type>[a-z-]+)(\[(?<count>[a-z]+)\])?` (?<name>[a-z]+)")]
    private static partial Regex Field();
}
