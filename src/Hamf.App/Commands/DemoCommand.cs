using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Text.Json.Nodes;
using Hamf.Adapters.Files;
using Hamf.App.Demo;
using Hamf.App.Views;
using Hamf.App.Wiring;
using Hamf.Pipeline.Flows;
using Hamf.Pipeline.Flows.Streaming;
using Hamf.Server;
using Microsoft.Extensions.Logging;
using Spectre.Console;

namespace Hamf.App.Commands;

/// <summary><c>hamf demo</c>: the whole path once, on simulated payments.</summary>
internal static class DemoCommand
{
    private const int DefaultPort = 5080;
    private static readonly TimeSpan CatchUp = TimeSpan.FromSeconds(20);

    public static Command New()
    {
        var seconds = new Option<int?>("--seconds") { Description = "Stream for so long unattended, then stop [default: until Ctrl+C]", HelpName = "N" };
        var fresh = new Option<bool>("--fresh") { Description = "Start over: remove what earlier demos kept in this home" };
        var port = new Option<int?>("--port") { Description = $"Port; 0 takes a free one [default: {DefaultPort}, or a free one if it is taken]" };
        var rate = new Option<int>("--rate") { Description = "Payments per second", DefaultValueFactory = _ => 300 };
        var command = new Command(
            "demo", "Simulate card payments, train a detector, serve it, and play a live stream through it. Keeps everything in .hamf/demo and goes on there.");
        foreach (Option option in (Option[])[seconds, fresh, port, rate])
        {
            command.Options.Add(option);
        }

        return command.Runs("hamf demo --seconds 30 --json", (parsed, terminal, cancellation) => RunAsync(
            HomeOf(parsed), parsed.GetValue(fresh), parsed.GetValue(port), parsed.GetValue(seconds), parsed.GetValue(rate), terminal, cancellation));
    }

    private static string HomeOf(ParseResult parsed) =>
        parsed.GetValue(SharedOptions.Home) is { } given ? Path.GetFullPath(given) : Path.Combine(SharedOptions.HomeOf(parsed), "demo");

    private static async Task<int> RunAsync(
        string path, bool fresh, int? port, int? seconds, int rate, Terminal terminal, CancellationToken cancellation)
    {
        if (seconds is < 1 || rate is < 1 or > 50_000)
        {
            throw CommandFailure.Usage("--seconds takes at least 1, --rate 1 to 50,000");
        }

        if (fresh)
        {
            StartOver(path);
        }

        using HomeServices home = HomeServices.Open(path, database: null);
        new DemoData(home).Prepare(terminal, cancellation);
        using ILoggerFactory loggers = ConsoleLog.Create(LogLevel.Error, asJson: false);
        var options = new HamfServerOptions { Port = ChoosePort(port, terminal) };
        ServerHost host = await ServerHost.StartAsync(home, options, new StreamRoles(), loggers, cancellation).ConfigureAwait(false);
        await using (host.ConfigureAwait(false))
        {
            await host.Live.Detectors.RefreshAsync(cancellation).ConfigureAwait(false);
            using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            if (seconds is { } limit)
            {
                stopping.CancelAfter(TimeSpan.FromSeconds(limit));
            }

            terminal.Progress($"live on {host.Url}; Ctrl+C stops");
            var player = new DemoPlayer(host.Live, DemoData.Detector.Name, rate);
            Task playing = player.PlayAsync(stopping.Token);
            await WatchAsync(host, player, terminal, stopping.Token).ConfigureAwait(false);
            await playing.ConfigureAwait(false);
            await CatchUpAsync(host).ConfigureAwait(false);
            Tell(host, player, terminal);
        }

        terminal.Progress($"stopped; events, scores, alerts, labels and the model are kept in {path}; 'hamf demo' goes on there, '--fresh' starts over");
        return ExitCode.Done;
    }

    // Only a folder that a demo has made is removed: a mistyped --home must not cost anybody a folder.
    private static void StartOver(string path)
    {
        var folder = new HomeFolder(path);
        bool isEmpty = !Directory.EnumerateFileSystemEntries(path).Any();
        if (isEmpty)
        {
            return;
        }

        if (!File.Exists(folder.DatabasePath) || !File.Exists(folder.In("payments.csv.gz")))
        {
            throw CommandFailure.Usage($"--fresh: {path} was not made by a demo, so it is not removed");
        }

        using (HomeLock.Take(folder, "hamf demo --fresh"))
        {
            foreach (string file in Directory.EnumerateFiles(path).Where(f => f != folder.LockPath && f != folder.HolderPath))
            {
                File.Delete(file);
            }

            foreach (string sub in (string[])[folder.ArtifactsPath, folder.StatePath, folder.ReportsPath])
            {
                if (Directory.Exists(sub))
                {
                    Directory.Delete(sub, recursive: true);
                }
            }
        }
    }

    private static int ChoosePort(int? asked, Terminal terminal)
    {
        int port = asked ?? DefaultPort;
        bool isTaken = port != 0 && IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners()
            .Any(listener => listener.Port == port && (IPAddress.IsLoopback(listener.Address) || listener.Address.Equals(IPAddress.Any)));
        if (!isTaken)
        {
            return port;
        }

        terminal.Progress($"port {port} is taken: choosing a free one");
        return 0;
    }

    private static async Task WatchAsync(ServerHost host, DemoPlayer player, Terminal terminal, CancellationToken stopping)
    {
        try
        {
            if (!terminal.IsInteractive)
            {
                await Task.Delay(Timeout.Infinite, stopping).ConfigureAwait(false);
            }

            await AnsiConsole.Live(new Text("")).StartAsync(async view =>
            {
                while (true)
                {
                    view.UpdateTarget(StreamView.Draw(
                        string.Create(CultureInfo.InvariantCulture, $"[bold]card-fraud[/] live on [link]{host.Url}[/]   simulated time {player.SimulatedTime:yyyy-MM-dd HH:mm}   Ctrl+C stops"),
                        host.Live.Monitor.Status(),
                        host.Live.Home.Alerts.Count(),
                        host.Live.Home.Alerts.List(null, null, 8)));
                    await Task.Delay(500, stopping).ConfigureAwait(false);
                }
            }).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Time is up, or Ctrl+C.
        }
    }

    // What has been played is to be scored, stored and raised before the figures are told.
    private static async Task CatchUpAsync(ServerHost host)
    {
        using var limit = new CancellationTokenSource(CatchUp);
        string topic = DemoData.Detector.Stream.ScoresTopic;
        bool IsBehind() => host.Live.Monitor.Status().Stages.Any(s => s.Lag > 0)
            || host.Live.Home.Scores.PositionOf(topic) < host.Live.Log.EndOffset(topic)
            || host.Live.Home.Alerts.PositionOf(topic) < host.Live.Log.EndOffset(topic);
        try
        {
            // Lag is told by the stages after each batch; it counts as gone when it has stayed so for a while.
            for (int quiet = 0; quiet < 5; quiet = IsBehind() ? 0 : quiet + 1)
            {
                await Task.Delay(100, limit.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The summary shows the lag that is left.
        }
    }

    private static void Tell(ServerHost host, DemoPlayer player, Terminal terminal)
    {
        StreamStatus status = host.Live.Monitor.Status();
        EvaluateOutcome judged = EvaluateFlow.EvaluateStored(
            DemoData.Detector.Name, host.Live.Home.Scores, host.Live.Home.Labels, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, CancellationToken.None);
        terminal.Result(new JsonObject
        {
            ["url"] = host.Url,
            ["home"] = host.Live.Home.Path,
            ["played"] = player.Played,
            ["events"] = host.Live.Log.EndOffset(DemoData.Detector.Stream.EventsTopic),
            ["scores"] = host.Live.Home.Scores.Count(),
            ["alerts"] = host.Live.Home.Alerts.Count(),
            ["labels"] = host.Live.Home.Labels.Count(),
            ["dead_letters"] = status.Stages.Sum(s => s.Rejected),
            ["duplicates"] = status.Stages.Sum(s => s.Duplicates),
            ["lag"] = status.Stages.Sum(s => s.Lag),
            ["latency_ms_p50"] = Terminal.Number(status.LatencyMsP50),
            ["latency_ms_p99"] = Terminal.Number(status.LatencyMsP99),
            ["simulated_time"] = player.SimulatedTime.ToString("O", CultureInfo.InvariantCulture),
            ["live_metrics"] = judged.Metrics is { } metrics ? MetricsJson.Of(metrics) : null,
        });
        if (!terminal.IsJson)
        {
            terminal.Say(string.Create(
                CultureInfo.InvariantCulture,
                $"{player.Played:N0} payments played, {host.Live.Home.Scores.Count():N0} scores and {host.Live.Home.Alerts.Count():N0} alerts stored"));
            if (judged.Metrics is { } m)
            {
                terminal.Say($"live, on verdicts so far: {MetricsJson.Line(m)}");
            }
        }
    }
}
