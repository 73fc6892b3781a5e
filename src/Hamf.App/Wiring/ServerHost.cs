using System.Net.Sockets;
using Hamf.Adapters.Files;
using Hamf.Adapters.Web;
using Hamf.App.Commands;
using Hamf.Pipeline.Alerts;
using Hamf.Pipeline.Flows.Streaming;
using Hamf.Pipeline.Governance;
using Hamf.Server;
using Hamf.Server.Workers;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hamf.App.Wiring;

/// <summary>A running server on a home, with the stages of the given roles. Disposing stops it cleanly.</summary>
internal sealed class ServerHost : IAsyncDisposable
{
    private readonly HomeLock _lock;
    private readonly WebApplication _app;
    private readonly IReadOnlyList<IDisposable> _workers;

    private ServerHost(HomeLock homeLock, LiveHome live, WebApplication app, IReadOnlyList<IDisposable> workers)
    {
        _lock = homeLock;
        Live = live;
        _app = app;
        _workers = workers;
    }

    /// <summary>The home being served; disposed with the host.</summary>
    public LiveHome Live { get; }

    /// <summary>Where it listens: <c>http://127.0.0.1:5080</c>.</summary>
    public string Url => _app.Urls.First();

    /// <summary>Completes when the server is asked to stop (Ctrl+C, SIGTERM).</summary>
    public Task StoppedAsync(CancellationToken cancellation) => _app.WaitForShutdownAsync(cancellation);

    /// <summary>Takes the home's lock, opens the log and starts listening.</summary>
    /// <exception cref="CommandFailure">The options cannot be used, the port is taken, or another server runs on the home.</exception>
    public static async Task<ServerHost> StartAsync(
        HomeServices home, HamfServerOptions options, StreamRoles roles, ILoggerFactory loggers, CancellationToken cancellation)
    {
        if (options.Check(home.Keys.List().Any(k => k.Role == Role.Admin && k.IsLive(TimeProvider.System.GetUtcNow()))) is { Count: > 0 } problems)
        {
            throw CommandFailure.Usage(string.Join(Environment.NewLine, problems));
        }

        ListenPlace.Check(options);
        HomeLock homeLock = HomeLock.Take(home.Folder, $"http://{options.Address}:{options.Port}");
        LiveHome? live = null;
        try
        {
            live = LiveHome.Open(home);
            StreamParts parts = live.StreamParts(loggers);
#pragma warning disable CA2000 // The host owns them; disposed with it.
            var sender = new WebhookSender(new WebhookOptions { AllowPrivate = options.AllowPrivateWebhooks }, TimeProvider.System);
            IHostedService[] workers =
            [
                new StreamSupervisor(parts, roles, loggers.CreateLogger<StreamSupervisor>()),
                .. roles.Alert ? (IHostedService[])[Webhooks(live, parts.Seed, sender, loggers)] : [],
                new AdoptionWorker(home.Registry, home.Adopt, TimeProvider.System, loggers.CreateLogger<AdoptionWorker>()),
                .. home.External is { } external ? (IHostedService[])[external.NewWorker(home, loggers)] : [],
            ];
#pragma warning restore CA2000
            WebApplication app = HamfServer.Build(options, ServicesOf(live, loggers, workers));
            await StartAsync(app, options, cancellation).ConfigureAwait(false);
            homeLock.Tell(app.Urls.First());
            return new ServerHost(homeLock, live, app, [.. workers.OfType<IDisposable>(), sender]);
        }
        catch
        {
            live?.Dispose();
            homeLock.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None).ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
        foreach (IDisposable worker in _workers)
        {
            worker.Dispose();
        }

        Live.Dispose();
        _lock.Dispose();
    }

    private static StageWorker Webhooks(LiveHome live, int seed, WebhookSender sender, ILoggerFactory loggers)
    {
        var planned = new PlannedStage(WebhookStage.StageName, WebhookStage.Topic, () => new WebhookStage(
            live.Home.Webhooks, sender, new RetrySchedule(new Random(seed)), live.Monitor, TimeProvider.System));
        return new StageWorker(planned, live.Monitor, TimeProvider.System, loggers.CreateLogger<StageWorker>());
    }

    private static HamfServices ServicesOf(LiveHome live, ILoggerFactory loggers, IReadOnlyList<IHostedService> workers) => new()
    {
        Live = live.Detectors,
        Ingest = new EventIngest(live.Log, live.Detectors, live.Monitor),
        Scores = live.Home.Scores,
        Alerts = live.Home.Alerts,
        Labels = live.Home.Labels,
        Runs = live.Home.Runs,
        Models = live.Home.Models,
        Artifacts = live.Home.Artifacts,
        Keys = live.Home.Keys,
        Webhooks = live.Home.Webhooks,
        Tracking = new TrackingServices
        {
            Tracking = live.Home.Tracking,
            LoggedModels = live.Home.LoggedModels,
            Registry = live.Home.Registry,
            Artifacts = live.Home.Spaces,
            ArtifactParts = live.Home.ArtifactParts,
            Adopt = live.Home.Adopt,
        },
        Monitor = live.Monitor,
        Loggers = loggers,
        Workers = workers,
    };

    private static async Task StartAsync(WebApplication app, HamfServerOptions options, CancellationToken cancellation)
    {
        try
        {
            await app.StartAsync(cancellation).ConfigureAwait(false);
        }
        catch (IOException e) when (e.InnerException is SocketException or Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            await app.DisposeAsync().ConfigureAwait(false);
            throw CommandFailure.Failed(ListenPlace.IsTaken(options));
        }
    }
}
