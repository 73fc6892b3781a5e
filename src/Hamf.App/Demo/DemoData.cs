using Hamf.App.Commands;
using Hamf.App.Simulation;
using Hamf.App.Wiring;
using Hamf.Pipeline.Detectors;
using Hamf.Pipeline.Flows;
using Hamf.Simulator.Cards;

namespace Hamf.App.Demo;

/// <summary>The demo's world: simulated payments, the first four weeks to train on, the rest to be played live.</summary>
internal sealed class DemoData(HomeServices home)
{
    private const int TrainingDays = 28;

    // The six weeks of the story and then on and on, so that a demo that is left running does not run dry.
    private const int Days = 400;

    private static readonly CardOptions World = new() { Seed = 7, Customers = 1_500, EventsPerDay = 4_000, Days = Days, FraudRate = 0.006 };

    /// <summary>The detector of the demo: the card-fraud sample.</summary>
    public static Detector Detector { get; } = LoadDetector();

    private string TrainingPath => home.Folder.In("payments.csv.gz");

    /// <summary>The payments that are played live, from the <paramref name="position"/>-th on.</summary>
    public static IEnumerable<CardPayment> Live(long position)
    {
        DateTime end = World.Start.AddDays(TrainingDays).ToDateTime(TimeOnly.MinValue);
        long seen = 0;
        return new CardSimulator(World).Run().SkipWhile(p => p.Time.UtcDateTime < end).SkipWhile(_ => seen++ < position);
    }

    /// <summary>Makes the training file and trains the champion, unless an earlier run of the demo has.</summary>
    public void Prepare(Terminal terminal, CancellationToken cancellation)
    {
        if (home.ChampionOf(Detector.Name) is not null)
        {
            return;
        }

        terminal.Progress($"simulating card payments: {World.Customers:N0} customers, {World.EventsPerDay:N0} payments a day");
        DateTime end = World.Start.AddDays(TrainingDays).ToDateTime(TimeOnly.MinValue);
        PaymentFile.Write(TrainingPath, new CardSimulator(World).Run().TakeWhile(p => p.Time.UtcDateTime < end), asJson: false, cancellation);
        terminal.Progress($"training on the first {TrainingDays} days");
        TrainOutcome outcome = new TrainFlow(home.Runs, home.Models, home.Artifacts).Train(
            new TrainRequest { Detector = Detector, DataPath = TrainingPath }, new LineProgress(terminal), cancellation);
        if (outcome.Refusal is { } refusal)
        {
            throw CommandFailure.Failed(refusal);
        }

        if (outcome.Test is { } test)
        {
            terminal.Progress($"test: {MetricsJson.Line(test)}");
        }

        terminal.Progress($"report: {home.WriteReport(outcome.RunId)}");
    }

    // Gradient boosting alone, and fewer trees than usual: a demo should begin soon.
    private static Detector LoadDetector()
    {
        using Stream yaml = typeof(DemoData).Assembly.GetManifestResourceStream("card-fraud/detector.yaml")!;
        using var reader = new StreamReader(yaml);
        DetectorReading reading = DetectorLoader.Parse(reader.ReadToEnd(), "samples/card-fraud/detector.yaml");
        Detector detector = reading.Detector
            ?? throw new InvalidOperationException("The built-in sample has problems: " + string.Join("; ", reading.Problems));
        return detector with { Training = detector.Training with { Algorithm = AlgorithmKind.Gbdt, Trees = 150, LearningRate = 0.1 } };
    }
}
