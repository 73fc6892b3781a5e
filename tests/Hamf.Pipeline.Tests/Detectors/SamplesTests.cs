using Hamf.Pipeline.Detectors;
using Hamf.Pipeline.Rows;

namespace Hamf.Pipeline.Tests.Detectors;

/// <summary>The samples and the guide's examples are detectors without a problem, and the guide names every key.</summary>
public sealed class SamplesTests
{
    private static readonly string Root = FindRoot();

    [Theory]
    [InlineData("card-fraud", 22, 29)]
    [InlineData("phishing", 2, 29)]
    [InlineData("phishing-hamf", 15, 16)]
    public void Sample_has_no_problem(string name, int columns, int features)
    {
        DetectorReading reading = DetectorFile.Load(Path.Combine(Root, "samples", name));

        Assert.Empty(reading.Problems);
        Assert.Equal((name, columns, features), (reading.Detector!.Name, reading.Detector.Events.Columns.Count, reading.Detector.Features.Count));
    }

    [Fact]
    public void Card_sample_has_the_columns_of_a_payment_in_order()
    {
        EventSchema events = DetectorFile.Load(Path.Combine(Root, "samples", "card-fraud")).Detector!.Events;

        Assert.Equal(
            "trans_date_trans_time,cc_num,merchant,category,amt,first,last,gender,street,city,state,zip,lat,long,city_pop,job,dob,trans_num,"
            + "unix_time,merch_lat,merch_long,is_fraud",
            string.Join(',', events.Columns.Select(c => c.Name)));
        Assert.Equal(ColumnType.Text, events.Columns[events.IndexOf("zip")].Type);
        Assert.Equal(ColumnType.Integer, events.Columns[events.IndexOf("cc_num")].Type);
        Assert.Equal(["current_time"], events.Columns[events.TimeIndex].Aliases);
    }

    [Fact]
    public void Every_example_of_the_guide_has_no_problem()
    {
        string[] blocks = [.. Guide().Split("```yaml\n").Skip(1).Select(b => b[..b.IndexOf("```", StringComparison.Ordinal)])];

        Assert.Equal(4, blocks.Length);
        Assert.All(blocks, b => Assert.Empty(DetectorFile.Parse(b, "detector.md").Problems));
    }

    [Theory]
    [InlineData("name: s\nx_: 1\n")]
    [InlineData("name: s\nevents: {x_: 1}\n")]
    [InlineData("name: s\nevents:\n  columns:\n    a: {x_: 1}\n")]
    [InlineData("name: s\nevents: {columns: {a: number}}\nfeatures: {f: {x_: 1}}\n")]
    [InlineData("name: s\nevents: {columns: {a: number}}\ntraining: {x_: 1}\n")]
    [InlineData("name: s\nevents: {columns: {a: number}}\ndecision: {x_: 1}\n")]
    [InlineData("name: s\nevents: {columns: {a: number}}\nstream: {x_: 1}\n")]
    [InlineData("name: s\nevents: {columns: {a: number}}\nalerts: {x_: 1}\n")]
    public void Guide_names_every_key_that_is_read(string yaml)
    {
        string message = DetectorFile.Parse(yaml, "d.yaml").Problems.First(p => p.Message.Contains("unknown key 'x_'", StringComparison.Ordinal)).Message;
        string[] keys = message[(message.IndexOf("expected ", StringComparison.Ordinal) + 9)..].Split(", ");

        Assert.All(keys, k => Assert.Contains($"`{k}`", Guide(), StringComparison.Ordinal));
    }

    private static string Guide() => File.ReadAllText(Path.Combine(Root, "docs", "guides", "detector.md")).ReplaceLineEndings("\n");

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Hamf.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests run inside the repository.");
    }
}
