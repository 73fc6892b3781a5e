using Hamf.Adapters.Files;
using Hamf.Adapters.Mlflow;
using Hamf.Adapters.Relational;
using Hamf.App.Commands;
using Hamf.Pipeline.Flows.External;
using Hamf.Pipeline.Flows.Importing;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Artifacts;

namespace Hamf.App.Wiring;

/// <summary>The stores of a home: what verbs that do not serve work with.</summary>
internal sealed class HomeServices : IDisposable
{
    /// <summary>The variable that names another database than the file in the home folder.</summary>
    public const string DatabaseVariable = "HAMF_DATABASE";

    private readonly Database _database;
    private readonly ArtifactPlaces _places;

    private HomeServices(HomeFolder folder, Database database, MlflowOptions? external)
    {
        Folder = folder;
        _database = database;
        _places = new ArtifactPlaces(folder, Environment.GetEnvironmentVariable);
        OwnRuns = new RunStore(database);
        Deliveries = new DeliveryStore(database);
        Models = new ModelStore(database);
        Scores = new ScoreStore(database);
        Alerts = new AlertStore(database);
        Labels = new LabelStore(database);
        Artifacts = _places.Blobs;
        Tracking = new TrackingStore(database);
        LoggedModels = new LoggedModelStore(database);
        Keys = new KeyStore(database);
        Webhooks = new WebhookStore(database);
        Registry = new RegistryStore(database);
        Resolver = new ModelResolver(Models, Registry);
        OwnSpace = new OwnArtifactSpace(new ArtifactNames(database), Artifacts, TimeProvider.System);
        Spaces = new ArtifactSpaces(OwnSpace, _places.Open);
        ArtifactParts = new ArtifactParts(System.IO.Path.Combine(folder.ArtifactsPath, ".parts"), OwnSpace, TimeProvider.System);
        Adopt = new AdoptFlow(Registry, Models, Spaces, Artifacts);
        External = external is null ? null : new ExternalMlflow(external, this);
        Runs = External is null ? OwnRuns : new MirroredRuns(OwnRuns, Deliveries, External.Client.Server);
    }

    public HomeFolder Folder { get; }

    public string Path => Folder.Path;

    /// <summary>Runs; where an external MLflow server is configured, each that is started is brought there.</summary>
    public IRunStore Runs { get; }

    /// <summary>Runs that stay here.</summary>
    public RunStore OwnRuns { get; }

    public DeliveryStore Deliveries { get; }

    /// <summary>The external MLflow server, or null.</summary>
    public ExternalMlflow? External { get; }

    public ModelStore Models { get; }

    public ScoreStore Scores { get; }

    public AlertStore Alerts { get; }

    public LabelStore Labels { get; }

    public IArtifactBlobs Artifacts { get; }

    public TrackingStore Tracking { get; }

    public LoggedModelStore LoggedModels { get; }

    public RegistryStore Registry { get; }

    public ModelResolver Resolver { get; }

    public KeyStore Keys { get; }

    public WebhookStore Webhooks { get; }

    public ArtifactSpaces Spaces { get; }

    public ArtifactParts ArtifactParts { get; }

    public ArtifactPlaces Places => _places;

    /// <summary>The files behind mlflow-artifacts:/.</summary>
    public OwnArtifactSpace OwnSpace { get; }

    public AdoptFlow Adopt { get; }

    /// <summary>Opens a home, which is made where it is missing, with the database that <c>HAMF_DATABASE</c> names.</summary>
    /// <exception cref="CommandFailure">The address of the database cannot be used.</exception>
    public static HomeServices Open(string path) => Open(path, Environment.GetEnvironmentVariable(DatabaseVariable));

    /// <summary>Opens a home, which is made where it is missing, with a database of its own or another.</summary>
    /// <param name="path">The home folder.</param>
    /// <param name="database">The address of the database; null for the file in the home folder.</param>
    /// <exception cref="CommandFailure">The address of the database cannot be used.</exception>
    public static HomeServices Open(string path, string? database)
    {
        HomeFolder folder = FolderAt(path);
        MlflowOptions? external = ExternalMlflow.OptionsFromEnvironment();
        try
        {
            return new HomeServices(folder, Databases.Open(database, folder.DatabasePath, folder.Id, TimeProvider.System), external);
        }
        catch (FormatException e)
        {
            throw CommandFailure.Usage($"{DatabaseVariable}: {e.Message}");
        }
    }

    private static HomeFolder FolderAt(string path)
    {
        try
        {
            return new HomeFolder(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CommandFailure.Failed($"the home '{path}' cannot be made ({e.Message}); name a folder with --home or HAMF_HOME");
        }
    }

    /// <summary>Puts a run's report where people can open it.</summary>
    /// <returns>The file, or null when the run has no report.</returns>
    public string? WriteReport(string runId)
    {
        if (Runs.Find(runId) is not { } run || !run.Artifacts.TryGetValue("report.html", out string? digest))
        {
            return null;
        }

        Directory.CreateDirectory(Folder.ReportsPath);
        string file = System.IO.Path.Combine(Folder.ReportsPath, $"{runId}.html");
        File.WriteAllBytes(file, Artifacts.Get(digest));
        if (run.Artifacts.TryGetValue("report.json", out string? figures))
        {
            File.WriteAllBytes(System.IO.Path.ChangeExtension(file, ".json"), Artifacts.Get(figures));
        }

        return file;
    }

    /// <summary>Where rejects of a verb without an output file of its own are listed.</summary>
    public string RejectsPath(string name) =>
        System.IO.Path.Combine(Directory.CreateDirectory(Folder.ReportsPath).FullName, $"{name}.rejects.csv");

    /// <summary>The version that a text means; one that a client has registered and nobody has read yet is read now.</summary>
    /// <exception cref="FormatException">The text has none of the forms.</exception>
    /// <exception cref="KeyNotFoundException">There is no such version, or none that can be scored with.</exception>
    public async Task<ModelVersion> ResolveAsync(string text, string bareAlias, CancellationToken cancellation)
    {
        if (Resolver.FindRegistered(text, bareAlias) is { BundleDigest: null, Unreadable: null } waiting)
        {
            await Adopt.AdoptAsync(waiting.Name, waiting.Version, cancellation).ConfigureAwait(false);
        }

        return Resolver.Resolve(text, bareAlias);
    }

    /// <summary>The version that serves a model, or null.</summary>
    public ModelVersion? ChampionOf(string name) => Models.Find(new ModelReference(name, ModelReference.Champion, null));

    /// <inheritdoc/>
    public void Dispose()
    {
        External?.Dispose();
        _places.Dispose();
        _database.Dispose();
    }
}
