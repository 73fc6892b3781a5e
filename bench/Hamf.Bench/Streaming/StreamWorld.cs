using System.Buffers;
using Hamf.Adapters.Files;
using Hamf.Adapters.Relational;
using Hamf.Pipeline.Detectors;
using Hamf.Pipeline.Flows;
using Hamf.Simulator.Cards;

namespace Hamf.Bench.Streaming;

/// <summary>
/// Makes a throw-away home: a detector with ten window features, trained on simulated payments, and a file of the payments that follow. Done in a
/// process of its own, so that what training takes does not show in the memory of what is measured.
/// </summary>
internal static class StreamWorld
{
    /// <summary>The events to be streamed, one JSON object a line.</summary>
    public const string EventsName = "events.jsonl";

    private const int TrainingRows = 150_000;

    /// <summary>Card payments as in samples/card-fraud, with ten window features.</summary>
    private const string Yaml =
        """
        name: card-fraud
        events:
          columns:
            trans_date_trans_time: {type: time, role: time, formats: [iso, unix_ms], time_zone: UTC}
            cc_num: {type: integer, role: entity, personal: true}
            merchant: text
            category: text
            amt: {type: number, unit: USD, min: 0}
            first: {type: text, role: ignore, personal: true}
            last: {type: text, role: ignore, personal: true}
            gender: {type: text, nullable: true}
            street: {type: text, role: ignore, personal: true}
            city: {type: text, role: ignore, personal: true}
            state: text
            zip: {type: text, role: ignore, personal: true}
            lat: {type: number, unit: deg, range: [-90, 90], personal: true}
            long: {type: number, unit: deg, range: [-180, 180], personal: true}
            city_pop: {type: number, unit: persons, min: 0}
            job: {type: text, role: ignore}
            dob: {type: date, personal: true, min: 1900-01-01}
            trans_num: {type: text, role: key}
            unix_time: {type: integer, role: ignore}
            merch_lat: {type: number, unit: deg, range: [-90, 90]}
            merch_long: {type: number, unit: deg, range: [-180, 180]}
            is_fraud: {type: integer, role: label, positive: 1}
        features:
          amt: {expr: amt, group: amount}
          category: {expr: category, group: category}
          hour: {expr: hour(trans_date_trans_time), group: time}
          is_night: {expr: is_night(trans_date_trans_time), group: time}
          age_years: {expr: "age_years(dob, trans_date_trans_time)", group: holder}
          distance_km: {expr: "haversine_km(lat, long, merch_lat, merch_long)", group: distance}
          card_count_1h: {expr: count() over 1h, group: card activity}
          card_count_24h: {expr: count() over 24h, group: card activity}
          card_count_7d: {expr: count() over 7d, group: card activity}
          card_sum_24h: {expr: sum(amt) over 24h, group: card activity}
          card_max_48h: {expr: max(amt) over 48h, group: card activity}
          card_since_last: {expr: time_since_last(), group: card activity}
          card_mean_30d: {expr: mean(amt) over 30d, group: unusual amount}
          card_std_30d: {expr: std(amt) over 30d, group: unusual amount}
          category_mean_7d: {expr: mean(amt) over 7d by category, group: unusual amount}
          merchant_is_new: {expr: not (seen_before(merchant) over 90d), group: merchant}
        training: {algorithm: gbdt, split: time, seed: 1, trees: 100, learning_rate: 0.1}
        decision: {policy: alert_budget, alerts_per_1000: 10}
        stream: {events_topic: topic_1, scores_topic: topic_2, dead_letter_topic: topic_1.dlq, max_entities: 1000000}
        alerts: {reasons: 3}
        """;

    /// <summary>The verb: <c>--home DIR --events N --customers N</c>.</summary>
    public static int Prepare(string[] args)
    {
        var arguments = new Arguments(args);
        var folder = new HomeFolder(arguments.Text("home", ""));
        DetectorReading reading = DetectorLoader.Parse(Yaml, "bench");
        Detector detector = reading.Detector ?? throw new InvalidOperationException(string.Join("; ", reading.Problems));
        string training = folder.In("training.jsonl");
        WritePayments(training, folder.In(EventsName), arguments.Number("events", 0), arguments.Number("customers", 0));
        using var database = new SqliteDatabase(new SqliteOptions { Path = folder.DatabasePath }, TimeProvider.System);
        TrainOutcome outcome = new TrainFlow(new RunStore(database), new ModelStore(database), new ArtifactFolder(folder.ArtifactsPath))
            .Train(new TrainRequest { Detector = detector, DataPath = training }, null, CancellationToken.None);
        if (outcome.Refusal is { } refusal)
        {
            throw new InvalidOperationException(refusal);
        }

        return 0;
    }

    private static void WritePayments(string training, string events, int count, int customers)
    {
        var world = new CardOptions { Seed = 7, Customers = customers, EventsPerDay = 40_000, Days = 400, FraudRate = 0.006 };
        var line = new ArrayBufferWriter<byte>();
        using FileStream trainingFile = File.Create(training);
        using FileStream eventsFile = File.Create(events);
        int written = 0;
        foreach (CardPayment payment in new CardSimulator(world).Run().Take(TrainingRows + count))
        {
            line.ResetWrittenCount();
            CardJson.WriteObject(line, payment);
            line.Write("\n"u8);
            (written++ < TrainingRows ? trainingFile : eventsFile).Write(line.WrittenSpan);
        }
    }
}
