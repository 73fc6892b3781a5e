using System.Text;
using Hamf.Models.Data;
using Hamf.Pipeline.Detectors;
using Hamf.Pipeline.Flows.Importing;

namespace Hamf.Pipeline.Tests.Flows.Importing;

/// <summary>A detector that came with a model is used as it is, less what reaches out, or refused with a reason.</summary>
public sealed class PackagedDetectorTests
{
    private const string Plain =
        """
        # Payments.
        name: pay
        events:
          columns:
            id: text key
            amt: number
            hour: number
        """;

    private static readonly FeatureInfo[] Inputs = [FeatureInfo.Numeric("amt"), FeatureInfo.Numeric("hour")];

    [Fact]
    public void One_that_names_nothing_outside_is_kept_to_the_letter()
    {
        const string Yaml = Plain + "\nalerts: {mail: [], slack: false, reasons: 5}\n";

        PackagedDetector packaged = Read(Yaml);

        Assert.Equal(Yaml, packaged.Detector.Yaml);
        Assert.Empty(packaged.TakenOut);
    }

    [Fact]
    public void What_reaches_out_goes_and_the_rest_stays()
    {
        PackagedDetector packaged = Read(
            Plain + """

            stream:
              retention: 1d
              poll_url: https://elsewhere.example.com/x
              allowed_lateness: 2h
            alerts:
              mail: [stranger@example.com]
              slack: true
              reasons: 5
            max_reject_share: 0.5
            """);

        Assert.Equal(["stream.poll_url", "alerts.mail", "alerts.slack"], packaged.TakenOut);
        Assert.Equal((TimeSpan.FromDays(1), TimeSpan.FromHours(2)), (packaged.Detector.Stream.Retention, packaged.Detector.Stream.AllowedLateness));
        Assert.Equal((5, 0.5), (packaged.Detector.Alerts.Reasons, packaged.Detector.MaxRejectShare));
        AssertStays(packaged.Detector);
    }

    [Theory]
    [InlineData("stream: {poll_url: \"https://elsewhere.example.com/x\", retention: 1d}\nalerts: {reasons: 2}")]
    [InlineData("stream:\n  poll_url: >-\n    https://elsewhere.example.com/x\n  retention: 1d")]
    [InlineData("stream:\n  \"poll_url\":\n    'https://elsewhere.example.com/x'")]
    [InlineData("alerts:\n  mail:\n    - stranger@example.com\n    - b@elsewhere.example.com\n  slack: true")]
    [InlineData("alerts:\n  mail: [stranger@example.com,\n    b@example.com]\n\n# the end")]
    public void It_goes_however_it_is_written(string section)
    {
        PackagedDetector packaged = Read($"{Plain}\n{section}");

        Assert.NotEmpty(packaged.TakenOut);
        AssertStays(packaged.Detector);
    }

    [Theory]
    [InlineData("{name: pay, events: {columns: {amt: number, hour: number}}, alerts: {slack: true}}", "cannot be taken out")]
    [InlineData(Plain + "\nstream: {\n  retention: 1d,\n  poll_url: \"https://x.example.com/\"\n}", "cannot be taken out")]
    [InlineData("name: pay\nevents:\n  columns:\n    amt: number", "but its detector computes [amt]")]
    [InlineData("name: pay\nevents:\n  columns:\n    amt: number\n    hour: text", "takes [amt, hour]")]
    [InlineData(Plain + "\nfeatures:\n  amt: amt\n  hour: read_file(hour)", "cannot be read: detector.yaml:10")]
    [InlineData(Plain + "\n    t: {type: time, role: ignore, time_zone: ../../../etc/passwd}", "time_zone")]
    [InlineData(Plain + "\n    t: {type: time, role: ignore, time_zone: /dev/zero}", "time_zone")]
    [InlineData(Plain + "\nlibrary: /etc/passwd", "unknown key 'library'")]
    [InlineData(Plain + "\nalerts: &a {mail: [a@b.c]}", "anchors")]
    [InlineData("\0", "cannot be read")]
    [InlineData("", "cannot be read")]
    public void One_that_cannot_be_used_says_why(string yaml, string why) =>
        Assert.Contains(why, Assert.Throws<InvalidDataException>(() => Read(yaml)).Message, StringComparison.Ordinal);

    [Fact]
    public void What_is_no_text_or_too_much_of_it_is_refused()
    {
        Assert.Contains("UTF-8", Assert.Throws<InvalidDataException>(() => PackagedDetector.Read(new byte[] { 0xc3, 0x28 }, Inputs)).Message, StringComparison.Ordinal);
        Assert.Contains("at most", Assert.Throws<InvalidDataException>(() => PackagedDetector.Read(new byte[DetectorFile.MaxBytes + 1], Inputs)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Under_another_name_only_the_name_differs()
    {
        PackagedDetector packaged = Read(Plain);

        Assert.Equal(Plain.Replace("name: pay", "name: other-1", StringComparison.Ordinal), packaged.Named("other-1")!.Yaml);
        Assert.Same(packaged.Detector, packaged.Named("pay"));
        Assert.Null(packaged.Named("no name: at all"));
    }

    [Fact]
    public void However_a_file_is_damaged_nothing_reaches_out()
    {
        const int Seed = 20260404;
        byte[] whole = Encoding.UTF8.GetBytes(Plain + "\nstream:\n  poll_url: https://elsewhere.example.com/x\n  retention: 1d\nalerts:\n  mail: [stranger@example.com]\n  slack: true\n");
        byte[] signs = "\n\r :#-[]{}'\"|>&*,\u0085"u8.ToArray();
        var random = new Random(Seed);
        int used = 0;
        for (int i = 0; i < 5000; i++)
        {
            byte[] damaged = [.. whole];
            for (int hit = random.Next(1, 4); hit > 0; hit--)
            {
                damaged[random.Next(damaged.Length)] = signs[random.Next(signs.Length)];
            }

            try
            {
                AssertStays(PackagedDetector.Read(damaged, Inputs).Detector);
                used++;
            }
            catch (InvalidDataException)
            {
                // Refused with a reason.
            }
        }

        Assert.True(used > 100, $"seed {Seed}: only {used} were read at all");
    }

    private static PackagedDetector Read(string yaml) => PackagedDetector.Read(Encoding.UTF8.GetBytes(yaml), Inputs);

    private static void AssertStays(Detector detector)
    {
        Assert.Equal((null, 0, false), (detector.Stream.PollUrl, detector.Alerts.Mail.Count, detector.Alerts.Slack));
        Detector stored = DetectorFile.Parse(detector.Yaml, "stored").Detector!;
        Assert.Equal((null, 0, false), (stored.Stream.PollUrl, stored.Alerts.Mail.Count, stored.Alerts.Slack));
    }
}
