using Hamf.Adapters.Mlflow;
using Hamf.App.Wiring;
using Hamf.Models.Metrics;
using Hamf.Pipeline.Flows;
using Hamf.Pipeline.Flows.External;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.External;
using Hamf.TestKit;

namespace Hamf.Mlflow.Tests.External;

/// <summary>A throw-away home with a client of a server.</summary>
internal sealed class ExternalHome : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly List<MlflowClient> _clients = [];
    private int _count;

    public ExternalHome() => Home = HomeServices.Open(_folder.Path, null);

    public HomeServices Home { get; }

    /// <summary>A client that gives up soon.</summary>
    public MlflowClient Client(Uri server, int retries = 0)
    {
        var client = new MlflowClient(new MlflowOptions { Server = server, RetriesMax = retries, RetryDelay = TimeSpan.FromMilliseconds(1) });
        _clients.Add(client);
        return client;
    }

    /// <summary>A mirror as a process would have it that has just started.</summary>
    public Mirror Mirror(ITracking client) => new(new MirrorParts
    {
        Server = client,
        Deliveries = Home.Deliveries,
        Tracking = Home.Tracking,
        Models = Home.Models,
        Spaces = Home.Spaces,
        Time = TimeProvider.System,
    });

    /// <summary>An import as a process would have it that has just started.</summary>
    public ServerImport Import(ITrackingSource client) =>
        new(new ServerImportParts { Source = client, Tracking = Home.Tracking, LoggedModels = Home.LoggedModels, Registry = Home.Registry, Spaces = Home.Spaces });

    /// <summary>Records a run with a version, as a training does.</summary>
    public ModelVersion Train(string server)
    {
        var runs = new MirroredRuns(Home.OwnRuns, Home.Deliveries, server);
        string runId = runs.Start("card-fraud", "train on a.csv");
        runs.Log(runId, new Dictionary<string, string> { ["trees"] = "100" }, new Dictionary<string, double> { ["auc"] = 0.9, ["odd"] = double.NaN }, new Dictionary<string, string> { ["data_file"] = "a.csv" });
        foreach (string path in (string[])["report.html", "model/MLmodel", "model/data/model.bin"])
        {
            byte[] content = Content(runId, path);
            runs.AddArtifact(runId, path, Home.Artifacts.Put(content), content.Length);
        }

        ModelVersion version = Home.Models.Register(new ModelVersion
        {
            Name = "card-fraud",
            Version = 0,
            CreatedAt = default,
            RunId = runId,
            BundleDigest = Home.Artifacts.Put([(byte)++_count]),
            DetectorYaml = "name: card-fraud",
        });
        runs.End(runId, RunStatus.Finished);
        return version;
    }

    /// <summary>Records an evaluation of a version on a file.</summary>
    /// <returns>The run's id.</returns>
    public string Evaluate(string server, ModelVersion version)
    {
        var record = new EvaluationRecord(new MirroredRuns(Home.OwnRuns, Home.Deliveries, server));
        var request = new EvaluationRequest { Version = version, DataPath = Path.Combine(_folder.Path, "june.csv") };
        ClassificationMetrics metrics = ClassificationMetrics.Compute([0.9, 0.1, 0.8, 0.3], [1, 0, 0, 1], 0.5);
        return record.Record(request, () => new EvaluateOutcome(metrics, 7, 2, null, false, ["windows were cold"]) { Versions = [version.Version] }).RunId!;
    }

    /// <summary>What a file of a run holds.</summary>
    public static byte[] Content(string runId, string path) => System.Text.Encoding.UTF8.GetBytes($"{path} of {runId}");

    public void Dispose()
    {
        _clients.ForEach(client => client.Dispose());
        Home.Dispose();
        _folder.Dispose();
    }
}
