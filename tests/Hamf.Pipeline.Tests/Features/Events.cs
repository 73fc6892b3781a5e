using System.Globalization;
using Hamf.Pipeline.Detectors;
using Hamf.Pipeline.Features;
using Hamf.Pipeline.Rows;

namespace Hamf.Pipeline.Tests.Features;

/// <summary>Short forms for detectors and rows in these tests.</summary>
internal static class Events
{
    public static ColumnSpec Column(string name, ColumnType type, ColumnRole role = ColumnRole.Feature) =>
        new() { Name = name, Type = type, Role = role, Nullable = true };

    public static Detector Detector(EventSchema schema, params IReadOnlyList<string> expressions) => new()
    {
        Name = "test",
        Events = schema,
        Features = [.. expressions.Select((e, i) => new FeatureSpec($"f{i}", e, $"f{i}", i + 1))],
        Yaml = "",
    };

    public static double Number(EventSchema schema, Row row, string expression)
    {
        FeatureEngine engine = Engine(FeatureSet.Compile(Detector(schema, expression)));
        var values = new double[1];
        engine.Compute(row, values);
        return values[0];
    }

    public static FeatureEngine Engine(FeatureSet features) => new(features, CategoryEncoding.Learning(features.Specs.Count));

    public static string OnlyProblem(EventSchema schema, string expression) =>
        Assert.Single(FeatureSet.Check("detector.yaml", schema, [new FeatureSpec("f", expression, "f", 12)], new HashSet<string>())).Message;

    public static void Set(Row row, string column, string text)
    {
        int index = row.Schema.IndexOf(column);
        switch (row.Schema.Columns[index].Type)
        {
            case ColumnType.Number:
                row.SetNumber(index, double.Parse(text, CultureInfo.InvariantCulture));
                break;
            case ColumnType.Integer:
                row.SetInteger(index, long.Parse(text, CultureInfo.InvariantCulture));
                break;
            case ColumnType.Boolean:
                row.SetInteger(index, text == "true" ? 1 : 0);
                break;
            case ColumnType.Text:
                row.SetText(index, text);
                break;
            default:
                row.SetInteger(index, DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).ToUnixTimeMilliseconds());
                break;
        }
    }
}
