using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Hamf.App.Simulation;
using Hamf.Simulator.Cards;
using Hamf.Simulator.Urls;

namespace Hamf.App.Commands;

/// <summary><c>hamf simulate</c>: card payments or URLs to a file, a polled endpoint or a running server.</summary>
internal static class SimulateCommand
{
    private static readonly Option<string?> Out = new Option<string?>("--out") { Description = "Write a file: .csv, .csv.gz, .jsonl or .jsonl.gz", HelpName = "FILE" }.MustBeWritable();
    private static readonly Option<int?> ServePort = new("--serve") { Description = "Answer GET http://127.0.0.1:PORT/current-transactions with the next payment, as a payments API does; 0 takes a free port", HelpName = "PORT" };
    private static readonly Option<string?> To = new("--to") { Description = "Send payments to a running Hamf: http://127.0.0.1:5080 (loopback only)", HelpName = "URL" };
    private static readonly Option<string?> DetectorName = new("--detector") { Description = "The detector that --to sends to; needed where the server has several", HelpName = "NAME" };
    private static readonly Option<string> What = new Option<string>("--what") { Description = "What to simulate", DefaultValueFactory = _ => "payments" }.AcceptOnlyFromAmong("payments", "urls");
    private static readonly Option<long> Seed = new("--seed") { Description = "The same options and seed give the same bytes", DefaultValueFactory = _ => 1 };
    private static readonly Option<int> Customers = new("--customers") { Description = "Card holders", DefaultValueFactory = _ => new CardOptions().Customers };
    private static readonly Option<double> PerDay = new("--per-day") { Description = "Mean payments a day", DefaultValueFactory = _ => new CardOptions().EventsPerDay };
    private static readonly Option<int> Days = new("--days") { Description = "Days", DefaultValueFactory = _ => new CardOptions().Days };
    private static readonly Option<DateOnly?> Start = new("--start") { Description = $"First day (UTC) [default: {new CardOptions().Start:yyyy-MM-dd}]", HelpName = "DAY" };
    private static readonly Option<double?> FraudRate = new("--fraud-rate")
    {
        Description = string.Create(
            CultureInfo.InvariantCulture,
            $"Mean share of fraud, or of phishing [default: {new CardOptions().FraudRate} of payments, {new UrlOptions().PhishingShare} of URLs]"),
        HelpName = "SHARE",
    };
    private static readonly Option<DateOnly?> DriftFrom = new("--drift-from") { Description = "From this day on prices rise and fraudsters change their ways", HelpName = "DAY" };
    private static readonly Option<int> Count = new("--count") { Description = "Number of URLs", DefaultValueFactory = _ => 20_000 };
    private static readonly Option<int> Rate = new("--rate") { Description = "Payments per second for --to", DefaultValueFactory = _ => 100 };

    public static Command New()
    {
        var command = new Command("simulate", "Simulate card payments with fraud campaigns, or URLs. Seeded: the same options give the same data.");
        foreach (Option option in (Option[])[Out, ServePort, To, DetectorName, What, Seed, Customers, PerDay, Days, Start, FraudRate, DriftFrom, Count, Rate])
        {
            command.Options.Add(option);
        }

        return command.Runs("hamf simulate --days 42 --seed 7 --out payments.csv.gz", RunAsync);
    }

    private static async Task<int> RunAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        string? path = parsed.GetValue(Out);
        int? port = parsed.GetValue(ServePort);
        string? to = parsed.GetValue(To);
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

        CardSimulator simulator = NewSimulator(parsed);
        if (path is not null)
        {
            return WritePayments(simulator, path, terminal, cancellation);
        }

        return port is { } p
            ? await PaymentEndpoint.ServeAsync(simulator, p, terminal, cancellation).ConfigureAwait(false)
            : await PaymentSender.SendAsync(simulator, AddressOf(to!), parsed.GetValue(DetectorName), parsed.GetValue(Rate), terminal, cancellation).ConfigureAwait(false);
    }

    private static Uri AddressOf(string text) => Uri.TryCreate(text, UriKind.Absolute, out Uri? address)
        ? address
        : throw CommandFailure.Usage($"--to: '{text}' is not an address such as http://127.0.0.1:5080");

    private static CardSimulator NewSimulator(ParseResult parsed)
    {
        var options = new CardOptions
        {
            Seed = parsed.GetValue(Seed),
            Customers = parsed.GetValue(Customers),
            EventsPerDay = parsed.GetValue(PerDay),
            Days = parsed.GetValue(Days),
            Start = parsed.GetValue(Start) ?? new CardOptions().Start,
            FraudRate = parsed.GetValue(FraudRate) ?? new CardOptions().FraudRate,
            DriftFrom = parsed.GetValue(DriftFrom),
        };
        IReadOnlyList<string> problems = options.FindProblems();
        return problems.Count == 0 ? new CardSimulator(options) : throw CommandFailure.Usage(string.Join(" ", problems));
    }

    private static int WritePayments(CardSimulator simulator, string path, Terminal terminal, CancellationToken cancellation)
    {
        bool asJson = path.Contains(".jsonl", StringComparison.OrdinalIgnoreCase);
        (long rows, long fraud) = PaymentFile.Write(path, simulator.Run(), asJson, cancellation);
        Tell(terminal, path, rows, fraud, "fraud");
        return ExitCode.Done;
    }

    private static int WriteUrls(ParseResult parsed, string path, Terminal terminal)
    {
        var options = new UrlOptions
        {
            Count = parsed.GetValue(Count),
            Seed = parsed.GetValue(Seed),
            PhishingShare = parsed.GetValue(FraudRate) ?? new UrlOptions().PhishingShare,
        };
        if (options.FindProblems() is { Count: > 0 } problems)
        {
            throw CommandFailure.Usage(string.Join(" ", problems));
        }

        long rows = 0, phishing = 0;
        using (Stream file = PaymentFile.Create(path))
        using (var writer = new StreamWriter(file) { NewLine = "\n" })
        {
            writer.WriteLine(LabeledUrl.CsvHeader);
            foreach (LabeledUrl url in new UrlSimulator(options).Run())
            {
                writer.WriteLine(url.ToCsvLine());
                rows++;
                phishing += url.IsPhishing ? 1 : 0;
            }
        }

        Tell(terminal, path, rows, phishing, "phishing");
        return ExitCode.Done;
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
