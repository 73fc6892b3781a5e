using System.Buffers;
using System.CommandLine;
using System.Globalization;
using System.IO.Compression;
using System.Text.Json.Nodes;
using Hamf.App.Simulation;
using Hamf.Simulator;

namespace Hamf.App.Commands;

/// <summary><c>hamf simulate</c>: card payments or URLs to a file, a polled endpoint or a running server.</summary>
internal static class SimulateCommand
{
    private static readonly Option<string?> Out = new("--out") { Description = "Write a file: .csv, .csv.gz, .jsonl or .jsonl.gz", HelpName = "FILE" };
    private static readonly Option<int?> ServePort = new("--serve") { Description = "Answer GET http://127.0.0.1:PORT/current-transactions with the next payment, as a payments API does; 0 takes a free port", HelpName = "PORT" };
    private static readonly Option<Uri?> To = new("--to") { Description = "Send payments to a running Hamf: http://127.0.0.1:5080 (loopback only)", HelpName = "URL" };
    private static readonly Option<string> What = new("--what") { Description = "payments or urls", DefaultValueFactory = _ => "payments" };
    private static readonly Option<int> Seed = new("--seed") { Description = "The same options and seed give the same bytes", DefaultValueFactory = _ => 1 };
    private static readonly Option<int> Customers = new("--customers") { Description = "Card holders", DefaultValueFactory = _ => 1_000 };
    private static readonly Option<int> PerDay = new("--per-day") { Description = "Mean payments a day", DefaultValueFactory = _ => 5_000 };
    private static readonly Option<int> Days = new("--days") { Description = "Days", DefaultValueFactory = _ => 42 };
    private static readonly Option<DateOnly> Start = new("--start") { Description = "First day (UTC)", DefaultValueFactory = _ => new SimulationOptions().Start };
    private static readonly Option<double> FraudRate = new("--fraud-rate") { Description = "Mean share of fraud, or of phishing", DefaultValueFactory = _ => new SimulationOptions().FraudRate };
    private static readonly Option<DateOnly?> DriftFrom = new("--drift-from") { Description = "From this day on prices rise and fraudsters change their ways", HelpName = "DAY" };
    private static readonly Option<int> Count = new("--count") { Description = "Number of URLs", DefaultValueFactory = _ => 20_000 };
    private static readonly Option<int> Rate = new("--rate") { Description = "Payments per second for --to", DefaultValueFactory = _ => 100 };

    public static Command New()
    {
        var command = new Command("simulate", "Simulate card payments with fraud campaigns, or URLs. Seeded: the same options give the same data.");
        foreach (Option option in (Option[])[Out, ServePort, To, What, Seed, Customers, PerDay, Days, Start, FraudRate, DriftFrom, Count, Rate])
        {
            command.Options.Add(option);
        }

        return command.Runs("hamf simulate --days 42 --seed 7 --out payments.csv.gz", RunAsync);
    }

    private static async Task<int> RunAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        string? path = parsed.GetValue(Out);
        int? port = parsed.GetValue(ServePort);
        Uri? to = parsed.GetValue(To);
        if (new object?[] { path, port, to }.Count(o => o is not null) != 1)
        {
            throw CommandFailure.Usage("give one of --out FILE, --serve PORT or --to URL");
        }

        if (parsed.GetValue(What) == "urls")
        {
            return path is null
                ? throw CommandFailure.Usage("URLs are written to a file: give --out FILE")
                : WriteUrls(parsed, path, terminal);
        }

        if (parsed.GetValue(What) != "payments")
        {
            throw CommandFailure.Usage($"--what: '{parsed.GetValue(What)}' is neither payments nor urls");
        }

        PaymentSimulator simulator = NewSimulator(parsed);
        if (path is not null)
        {
            return WritePayments(simulator, path, terminal, cancellation);
        }

        return port is { } p
            ? await PaymentEndpoint.ServeAsync(simulator, p, terminal, cancellation).ConfigureAwait(false)
            : await PaymentSender.SendAsync(simulator, to!, parsed.GetValue(Rate), terminal, cancellation).ConfigureAwait(false);
    }

    private static PaymentSimulator NewSimulator(ParseResult parsed)
    {
        var options = new SimulationOptions
        {
            Seed = parsed.GetValue(Seed),
            Customers = parsed.GetValue(Customers),
            PaymentsPerDay = parsed.GetValue(PerDay),
            Days = parsed.GetValue(Days),
            Start = parsed.GetValue(Start),
            FraudRate = parsed.GetValue(FraudRate),
            DriftFrom = parsed.GetValue(DriftFrom),
        };
        IReadOnlyList<string> problems = options.Check();
        return problems.Count == 0 ? new PaymentSimulator(options) : throw CommandFailure.Usage(string.Join("; ", problems));
    }

    private static int WritePayments(PaymentSimulator simulator, string path, Terminal terminal, CancellationToken cancellation)
    {
        bool asJson = path.Contains(".jsonl", StringComparison.OrdinalIgnoreCase);
        long rows = 0, fraud = 0;
        using (StreamWriter writer = OpenFile(path))
        {
            if (!asJson)
            {
                writer.Write(PaymentFormat.CsvHeader + "\n");
            }

            var json = new ArrayBufferWriter<byte>();
            foreach (CardPayment payment in simulator.Payments())
            {
                cancellation.ThrowIfCancellationRequested();
                if (asJson)
                {
                    json.ResetWrittenCount();
                    PaymentFormat.WriteJson(json, payment, withTruth: true);
                    writer.Write(System.Text.Encoding.UTF8.GetString(json.WrittenSpan));
                    writer.Write('\n');
                }
                else
                {
                    PaymentFormat.WriteCsv(writer, payment, rows);
                }

                rows++;
                fraud += payment.IsFraud ? 1 : 0;
            }
        }

        Tell(terminal, path, rows, fraud, "fraud");
        return ExitCode.Done;
    }

    private static int WriteUrls(ParseResult parsed, string path, Terminal terminal)
    {
        bool rateGiven = parsed.GetResult(FraudRate) is { Implicit: false };
        long rows = 0, phishing = 0;
        using (StreamWriter writer = OpenFile(path))
        {
            writer.Write("url,label\n");
            foreach (SimulatedUrl url in UrlSimulator.Urls(parsed.GetValue(Count), rateGiven ? parsed.GetValue(FraudRate) : 0.4, parsed.GetValue(Seed)))
            {
                writer.Write($"{url.Url},{(url.IsPhishing ? "phishing" : "benign")}\n");
                rows++;
                phishing += url.IsPhishing ? 1 : 0;
            }
        }

        Tell(terminal, path, rows, phishing, "phishing");
        return ExitCode.Done;
    }

    private static StreamWriter OpenFile(string path)
    {
        Stream file = File.Create(path);
        if (path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
        {
            file = new GZipStream(file, CompressionLevel.Fastest);
        }

        return new StreamWriter(file, new System.Text.UTF8Encoding(false), 1 << 16);
    }

    private static void Tell(Terminal terminal, string path, long rows, long positives, string positive)
    {
        terminal.Result(new JsonObject { ["out"] = path, ["rows"] = rows, ["positives"] = positives });
        if (!terminal.IsJson)
        {
            terminal.Say(string.Create(CultureInfo.InvariantCulture, $"{rows:N0} rows, {positives:N0} {positive}: {path}"));
        }
    }
}
