using Hamf.Adapters.Files;
using Hamf.Adapters.LocalLog;
using Hamf.Adapters.Web;
using Hamf.Pipeline.Flows.Streaming;
using Microsoft.Extensions.Logging;

namespace Hamf.App.Wiring;

/// <summary>A home with its event log open and its detectors loaded: what serving and ingestion work with.</summary>
internal sealed class LiveHome : IDisposable
{
    private readonly HttpClient _http;

    private LiveHome(HomeServices home, LocalLog log)
    {
        Home = home;
        Log = log;
        Parts = new LiveParts(home.Models, home.Artifacts, log, new StateFolder(home.Folder.StatePath))
        {
            Labels = home.Labels,
            Scores = home.Scores,
        };
        Detectors = new LiveDetectors(Parts);
        Monitor = new StreamMonitor(TimeProvider.System);

        // A redirect could lead a polled or notified address anywhere.
#pragma warning disable CA2000 // The client owns the handler.
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) });
#pragma warning restore CA2000
    }

    public HomeServices Home { get; }

    public LocalLog Log { get; }

    public LiveParts Parts { get; }

    public LiveDetectors Detectors { get; }

    public StreamMonitor Monitor { get; }

    /// <summary>Opens the event log of a home; the home is the caller's.</summary>
    public static LiveHome Open(HomeServices home)
    {
        // The log is there before those who say what they need of it; until they are, everything is kept.
        StreamNeeds? needs = null;
        var log = new LocalLog(StreamLimits.Of(home), TimeProvider.System, topic => Volatile.Read(ref needs)?.From(topic) ?? 0);
        var live = new LiveHome(home, log);
        Volatile.Write(ref needs, new StreamNeeds(live.Detectors, live.Parts, home.Alerts));
        return live;
    }

    /// <summary>What the stages of this process are made from.</summary>
    public StreamParts StreamParts(ILoggerFactory loggers) => new()
    {
        Detectors = Detectors,
        Live = Parts,
        Alerts = Home.Alerts,
        Notifiers = Notifiers.FromEnvironment(Home, Detectors, _http, loggers),
        Monitor = Monitor,
        Poll = new PollClient(_http, new PollOptions()),
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        Detectors.Dispose();
        Log.Dispose();
        _http.Dispose();
    }
}
