using System.Globalization;
using System.Text;
using Hamf.Models.Data;
using Hamf.Models.Graph;
using Hamf.Pipeline.Detectors;
using Hamf.Pipeline.Features;
using Hamf.Pipeline.Flows.Streaming;
using Hamf.Pipeline.Intake;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Rows;
using Hamf.Pipeline.Scoring;
using Hamf.TestKit;

namespace Hamf.Pipeline.Tests.Streaming;

/// <summary>
/// One detector with windows and everything it streams through, in memory. What a disk would keep survives <see cref="Crash"/>.
/// </summary>
internal sealed class StreamWorld
{
    public const string Name = "pay";

    private readonly Func<int, Detector> _detectorOf;

    public StreamWorld(Func<int, Detector>? detectorOf = null)
    {
        _detectorOf = detectorOf ?? (_ => Detector());
        Log = new MemoryLog(Time);
        Register();
        Start();
    }

    public ManualTime Time { get; } = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public MemoryLog Log { get; }

    public MemoryStates States { get; } = new();

    public MemoryRegistry Registry { get; } = new();

    public MemoryScoreStore Scores { get; } = new();

    public MemoryLabelStore Labels { get; } = new();

    public MemoryAlertStore Alerts { get; } = new();

    public StreamMonitor Monitor { get; private set; } = null!;

    public LiveDetectors Live { get; private set; } = null!;

    public ScoreStage Score { get; private set; } = null!;

    public IStage Sink { get; private set; } = null!;

    public IStage Alert { get; private set; } = null!;

    public LiveParts Parts => new(Registry, Registry, Log, States) { Labels = Labels, Scores = Scores };

    public LiveDetector Pay => Live.All[Name];

    /// <summary>How often snapshots are made and how much is scored at a time.</summary>
    public ScoreStageOptions Options { get; set; } = new() { BatchRecords = 7, SnapshotEvents = 50 };

    /// <summary>A detector with windows, one of which reads labels.</summary>
    public static Detector Detector(params string[] expressions)
    {
        string[] written = expressions.Length > 0 ? expressions :
            ["amt", "count() over 1d", "sum(amt) over 7d", "coalesce(rate(is_fraud) over 30d by merchant delay 1h, 0)"];
        return new Detector
        {
            Name = Name,
            Events = new EventSchema(
            [
                Column("id", ColumnType.Text, ColumnRole.Key),
                Column("t", ColumnType.Time, ColumnRole.Time) with { Formats = ["unix_ms"] },
                Column("card", ColumnType.Integer, ColumnRole.Entity) with { Personal = true },
                Column("merchant", ColumnType.Text, ColumnRole.Feature),
                Column("amt", ColumnType.Number, ColumnRole.Feature),
                Column("is_fraud", ColumnType.Boolean, ColumnRole.Label) with { Nullable = true },
            ]),
            Features = [.. written.Select((e, i) => new FeatureSpec($"f{i}", e, $"f{i}", i + 1))],
            Alerts = new AlertSpec { Mail = ["team@example.com"], Reasons = 2 },
            Yaml = "",
        };
    }

    public static string Event(string id, long timeMs, long card, string merchant, double amount, string more = "") => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"id":"{{id}}","t":{{timeMs}},"card":{{card}},"merchant":"{{merchant}}","amt":{{amount:R}}{{more}}}""");

    public ModelVersion Register(string? stateDigest = null, string name = Name, DateTimeOffset at = default) => Registry.Register(new ModelVersion
    {
        Name = name,
        Version = 0,
        CreatedAt = at,
        RunId = "",
        BundleDigest = "",
        DetectorYaml = "",
        StateDigest = stateDigest,
    });

    public void Append(params string[] events) => Log
        .AppendAsync("topic_1", events.Select(e => new NewRecord(default, Encoding.UTF8.GetBytes(e))).ToArray(), default).GetAwaiter().GetResult();

    /// <summary>Everything that is only in memory is lost; a new process starts.</summary>
    public void Crash() => Start();

    /// <summary>Runs the three stages until none finds work; a failure is tried again, as a worker would.</summary>
    public async Task DrainAsync()
    {
        await DrainAsync(Score);
        await DrainAsync(Sink);
        await DrainAsync(Alert);
    }

    public static async Task DrainAsync(IStage stage)
    {
        while (true)
        {
            try
            {
                if (await stage.RunOnceAsync(TimeSpan.Zero, default) == 0)
                {
                    return;
                }
            }
            catch (IOException)
            {
                // Injected.
            }
        }
    }

    public byte[] StateBytes()
    {
        using MemoryStream state = new();
        Pay.Served.Save(state);
        return state.ToArray();
    }

    public Scorer Load(ModelVersion version)
    {
        Detector detector = _detectorOf(version.Version);
        FeatureInfo[] inputs = detector.Features.Select(f => new FeatureInfo(f.Name, FeatureKind.Numeric, [])).ToArray();
        return new Scorer(version, detector, FeatureSet.Compile(detector), new ModelBundle(new LinearModel(inputs, version.Version), 0.7));
    }

    public Prediction Predict(string json)
    {
        Row row = new(Pay.Schema);
        List<Reject> rejects = [];
        Assert.True(EventReader.TryParse(Pay.Served.Parser, Encoding.UTF8.GetBytes(json), row, rejects), string.Join(";", rejects));
        return Pay.Predict(row, withReasons: true);
    }

    private void Start()
    {
        Monitor = new StreamMonitor(Time);
        Live = new LiveDetectors(Parts, Load);
        Assert.Empty(Live.RefreshAsync(default).GetAwaiter().GetResult());
        StartStages();
    }

    public void StartStages()
    {
        StreamTopics topics = Pay.Served.Topics;
        Score = new ScoreStage(Pay, Parts, Monitor, Time, Options);
        Sink = new TopicStage(StageNames.Sink, topics.Scores, Log, new ScoreSink(Scores), Monitor);
        AlertRaiser raiser = new(Alerts, name => Live.All.GetValueOrDefault(name)?.Served.Scorer.Detector.Alerts, Time);
        Alert = new TopicStage(StageNames.Alert, topics.Scores, Log, raiser, Monitor);
    }

    private static ColumnSpec Column(string name, ColumnType type, ColumnRole role) => new() { Name = name, Type = type, Role = role };
}

/// <summary>A logistic function of all features, in which any difference of any feature shows.</summary>
internal sealed class LinearModel(IReadOnlyList<FeatureInfo> features, int version) : Model(features)
{
    /// <summary>A first value that the model gives no score for.</summary>
    public const double Refused = -1;

    public override string Algorithm => "logistic";

    public override void Score(ReadOnlySpan<double> values, Span<double> outputs)
    {
        if (values[0] == Refused)
        {
            throw new RowRefusedException("column 0 is refused");
        }

        double sum = Base;
        for (int f = 0; f < values.Length; f++)
        {
            sum += Contribution(f, values[f]);
        }

        outputs[0] = 1 / (1 + Math.Exp(-sum));
    }

    public override void ScoreAll(FeatureTable table, Span<double> scores) => throw new NotSupportedException();

    public override double Explain(ReadOnlySpan<double> values, Span<double> contributions)
    {
        for (int f = 0; f < values.Length; f++)
        {
            contributions[f] = Contribution(f, values[f]);
        }

        return Base;
    }

    public override double[] Importance() => throw new NotSupportedException();

    private double Base => -2 - (version / 8.0);

    private static double Contribution(int feature, double value) => double.IsNaN(value) ? 0.01 : value / (100 * (feature + 1));
}
