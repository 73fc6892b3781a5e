using System.Globalization;
using System.Text;
using Hamf.Pipeline.Flows;
using Hamf.TestKit;

namespace Hamf.Pipeline.Tests.Detectors;

/// <summary>Runs <c>hamf init</c> on small files made by hand.</summary>
internal sealed class InitWorld : IDisposable
{
    public const int RowCount = 400;

    public TempFolder Folder { get; } = new();

    public void Dispose() => Folder.Dispose();

    public InitOutcome Init(string text, string label, string? positive = null) => InitFile(Folder.Write("data.csv", text), label, positive);

    public InitOutcome InitFile(string path, string label, string? positive = null) =>
        Run(new InitRequest { DataPath = path, Label = label, Positive = positive, OutDir = Folder.File("out") });

    public static InitOutcome Run(InitRequest request) => InitFlow.Run(request, TestContext.Current.CancellationToken);

    public static InitColumn Column(InitOutcome outcome, string name)
    {
        Assert.Null(outcome.Refusal);
        return outcome.Columns.Single(c => c.Name == name);
    }

    public static string Role(InitOutcome outcome, string name) => Column(outcome, name).Role;

    public static string Time(TableRow r) => DateTimeOffset.FromUnixTimeSeconds(1_600_000_000 + (r.Row * 613)).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    public static string Cards() => Table(
        ("trans_time", Time), ("cc_num", r => 4111111111111111110 + (r.Row % 30)), ("category", r => $"c{r.Row % 5}"), ("amt", r => Math.Abs(r.Normal)),
        ("first", r => $"Ann{r.Row % 30}"), ("lat", r => 50 + (r.Normal / 100)), ("long", r => 8 - (r.Normal / 100)), ("dob", r => $"19{50 + (r.Row % 30)}-01-05"),
        ("trans_num", r => $"{r.Row * 7919 % 100_003:x8}"), ("merch_lat", r => 51 - (r.Normal / 100)), ("merch_long", r => 8 + (r.Normal / 100)))
        .Replace(",y\n", ",is_fraud\n", StringComparison.Ordinal);

    /// <summary>A table of columns given as name and value, and a label y of which one in eight is 1.</summary>
    public static string Table(params (string Name, Func<TableRow, object> Value)[] columns)
    {
        var random = new Random(3);
        var text = new StringBuilder();
        text.Append(string.Join(',', columns.Select(c => c.Name))).Append(",y\n");
        for (int i = 0; i < RowCount; i++)
        {
            var row = new TableRow(i, i % 8 == 3 ? 1 : 0, Math.Round((random.NextDouble() * 60) - 30, 2));
            text.Append(string.Join(',', columns.Select(c => FormattableString.Invariant($"{c.Value(row)}")))).Append(FormattableString.Invariant($",{row.Label}\n"));
        }

        return text.ToString();
    }
}

/// <summary>What the columns of a row are made from.</summary>
internal sealed record TableRow(int Row, int Label, double Normal);
