using System.Globalization;

namespace Hamf.Models.Formats.Boosting;

/// <summary>A value of a document with its place, so that what is wrong with it can be said.</summary>
internal readonly record struct DocumentPlace(DocumentNode Node, string Path)
{
    /// <summary>Whether the object has the member, and it is not null.</summary>
    public bool Has(string name) => Node.Members?.TryGetValue(name, out DocumentNode? member) == true && member != DocumentNode.Null;

    /// <summary>A member.</summary>
    public DocumentPlace Child(string name) => Node.Members is null ? throw Fault($"an object was expected, found {Node.Describe()}")
        : Has(name) ? new DocumentPlace(Node.Members[name], Inside(name))
        : throw Fault($"there is no {name}");

    /// <summary>The members of a list.</summary>
    public IEnumerable<DocumentPlace> Items(string name)
    {
        DocumentPlace list = Child(name);
        if (list.Node.Numbers is { Length: 0 })
        {
            return [];
        }

        List<DocumentNode> items = list.Node.Items ?? throw list.Fault($"a list was expected, found {list.Node.Describe()}");
        return items.Select((item, i) => new DocumentPlace(item, $"{list.Path}[{i}]"));
    }

    /// <summary>A list of numbers.</summary>
    public double[] Numbers(string name)
    {
        DocumentPlace list = Child(name);
        return list.Node.Numbers ?? list.Node.Items?.ConvertAll(list.Flag).ToArray() ?? throw list.Fault($"numbers were expected, found {list.Node.Describe()}");
    }

    /// <summary>A list of texts; empty when it is absent.</summary>
    public string[] Texts(string name) => Has(name)
        ? [.. Items(name).Select(item => item.Node.Text ?? throw item.Fault($"a text was expected, found {item.Node.Describe()}"))]
        : [];

    public string Text(string name)
    {
        DocumentPlace member = Child(name);
        return member.Node.Text ?? throw member.Fault($"a text was expected, found {member.Node.Describe()}");
    }

    /// <summary>A whole number, which may be written as a text.</summary>
    public int Int(string name)
    {
        DocumentPlace member = Child(name);
        double value = member.Node.Number ?? (double.TryParse(member.Node.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double parsed) ? parsed : double.NaN);
        return value == Math.Truncate(value) && Math.Abs(value) <= int.MaxValue
            ? (int)value
            : throw member.Fault($"a whole number was expected, found {member.Node.Text ?? member.Node.Describe()}");
    }

    public int Int(string name, int whenAbsent) => Has(name) ? Int(name) : whenAbsent;

    /// <summary>An error at this place.</summary>
    public ImportException Fault(string what, string advice = "") => new(Path, what, advice);

    // Lists of flags are written as numbers by some versions; NaN was read as null.
    private double Flag(DocumentNode node) => node == DocumentNode.True ? 1
        : node == DocumentNode.False ? 0
        : node == DocumentNode.Null ? double.NaN
        : node.Number ?? throw Fault($"numbers were expected, found {node.Describe()}");

    private string Inside(string name) => Path.Length == 0 ? name : $"{Path}.{name}";
}
