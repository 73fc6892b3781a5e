using System.Globalization;
using Hamf.Pipeline.Features;
using Hamf.Pipeline.Features.Expressions;
using Hamf.Pipeline.Rows;

namespace Hamf.Pipeline.Tests.Features;

/// <summary>Runs every example of docs/guides/features.md.</summary>
public sealed class GuideTests
{
    private static readonly string Guide = File.ReadAllText(FindGuide());

    [Fact]
    public void Every_example_of_the_guide_has_the_value_it_shows()
    {
        (EventSchema schema, Row row) = ReadEvent();
        var wrong = new List<string>();
        foreach ((string expression, string expected) in Examples())
        {
            string found = Evaluate(schema, row, expression, expected);
            if (found != expected)
            {
                wrong.Add($"{expression}: the guide says {expected}, found {found}");
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_window_of_the_guide_has_the_value_it_shows_at_the_last_event()
    {
        (string Expression, string Value)[] examples = [.. WindowExamples()];
        FeatureEngine engine = Events.Engine(FeatureSet.Compile(Events.Detector(WindowSchema, [.. examples.Select(e => e.Expression)])));
        var values = new double[examples.Length];
        foreach (string[] cells in Rows("## Windows", "### Which events count").Where(c => c.Length == 5 && c[0].StartsWith("20", StringComparison.Ordinal)))
        {
            var row = new Row(WindowSchema);
            for (int c = 0; c < cells.Length; c++)
            {
                if (cells[c].Length > 0)
                {
                    Events.Set(row, WindowSchema.Columns[c].Name, cells[c]);
                }
            }

            engine.Compute(row, values);
            engine.Observe(row);
        }

        Assert.Equal(
            examples.Select(e => $"{e.Expression} = {e.Value}"),
            examples.Select((e, i) => $"{e.Expression} = {values[i].ToString("R", CultureInfo.InvariantCulture)}"));
    }

    [Fact]
    public void Every_function_has_an_example_in_the_guide()
    {
        string examples = string.Join('\n', Examples().Select(e => e.Expression).Concat(WindowExamples().Select(e => e.Expression)));
        string[] forms = ["if", "coalesce", "is_missing", "in", "min", "max", "round"];

        IEnumerable<string> missing = Functions.Names.Concat(forms).Concat(CalendarForms.Names).Concat(WindowBinder.Names)
            .Where(name => !examples.Contains(name + "(", StringComparison.Ordinal));

        Assert.Empty(missing);
    }

    private static readonly EventSchema WindowSchema = new(
    [
        Events.Column("trans_time", ColumnType.Time, ColumnRole.Time),
        Events.Column("card", ColumnType.Integer, ColumnRole.Entity),
        Events.Column("merchant", ColumnType.Text),
        Events.Column("amt", ColumnType.Number),
        Events.Column("fraud", ColumnType.Boolean, ColumnRole.Label),
    ]);

    private static string Evaluate(EventSchema schema, Row row, string expression, string expected)
    {
        var categories = CategoryEncoding.Learning(1);
        FeatureSet features = FeatureSet.Compile(Events.Detector(schema, expression));
        var engine = new FeatureEngine(features, categories);
        var values = new double[1];
        engine.Compute(row, values);
        if (double.IsNaN(values[0]))
        {
            return "missing";
        }

        if (features.Kinds[0] == Models.Data.FeatureKind.Categorical)
        {
            return $"'{categories.CategoriesOf(0)[(int)values[0]]}'";
        }

        string[] about = expected.Split(" ± ");
        return about.Length == 2 && Math.Abs(values[0] - Parse(about[0])) <= Parse(about[1])
            ? expected
            : values[0].ToString("R", CultureInfo.InvariantCulture);
    }

    private static (EventSchema Schema, Row Row) ReadEvent()
    {
        List<string[]> cells = Rows("## Functions", "### Operators").ToList();
        var schema = new EventSchema([.. cells.Select(c => Events.Column(
            c[0], Enum.Parse<ColumnType>(c[1], ignoreCase: true), c[0] == "trans_time" ? ColumnRole.Time : ColumnRole.Feature))]);
        var row = new Row(schema);
        foreach (string[] cell in cells.Where(c => c[2].Length > 0))
        {
            Events.Set(row, cell[0], cell[2]);
        }

        return (schema, row);
    }

    private static IEnumerable<(string Expression, string Value)> Examples() =>
        Rows("### Operators", "## Windows").Where(c => c[0].StartsWith('`')).Select(c => (c[0].Trim('`'), c[1]));

    private static IEnumerable<(string Expression, string Value)> WindowExamples() =>
        Rows("## Windows", "### Which events count").Where(c => c[0].StartsWith('`')).Select(c => (c[0].Trim('`'), c[1]));

    private static IEnumerable<string[]> Rows(string from, string to)
    {
        int start = Guide.IndexOf(from, StringComparison.Ordinal);
        int end = Guide.IndexOf(to, start, StringComparison.Ordinal);
        Assert.True(start >= 0 && end > start, $"The guide has no section '{from}' before '{to}'.");
        return Guide[start..end].Split('\n')
            .Where(l => l.StartsWith("| ", StringComparison.Ordinal))
            .Select(l => l.Split('|', StringSplitOptions.TrimEntries)[1..^1])
            .Where(c => c[0] is not ("example" or "column"));
    }

    private static double Parse(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static string FindGuide()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "docs", "guides", "features.md")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return Path.Combine(folder ?? throw new FileNotFoundException("docs/guides/features.md"), "docs", "guides", "features.md");
    }
}
