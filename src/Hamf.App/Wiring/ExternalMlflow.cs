using Hamf.Adapters.Mlflow;
using Hamf.App.Commands;
using Hamf.Pipeline.Flows.External;
using Hamf.Server.Workers;
using Microsoft.Extensions.Logging;

namespace Hamf.App.Wiring;

/// <summary>The MLflow server that <c>MLFLOW_TRACKING_URI</c> names, and the mirror that brings there what this home records.</summary>
internal sealed class ExternalMlflow : IDisposable
{
    private const string FollowVariable = "HAMF_FOLLOW_MLFLOW";

    private readonly MirrorParts _parts;

    public ExternalMlflow(MlflowOptions options, HomeServices home)
    {
        Client = new MlflowClient(options);
        _parts = new MirrorParts
        {
            Server = Client,
            Deliveries = home.Deliveries,
            Tracking = home.Tracking,
            Models = home.Models,
            Spaces = home.Spaces,
            Time = TimeProvider.System,
            Experiment = options.Experiment,
        };
        Mirror = new Mirror(_parts);
    }

    public MlflowClient Client { get; }

    public Mirror Mirror { get; }

    /// <summary>How to reach the server, or null where none is configured.</summary>
    /// <exception cref="CommandFailure">The configuration cannot be used.</exception>
    public static MlflowOptions? OptionsFromEnvironment()
    {
        MlflowOptions? options = MlflowOptions.FromEnvironment(Environment.GetEnvironmentVariable, out string? problem);
        string follow = Environment.GetEnvironmentVariable(FollowVariable) ?? string.Empty;
        problem ??= follow.ToUpperInvariant() switch
        {
            "" or "FALSE" => null,
            "TRUE" when options is not null => null,
            "TRUE" => $"{FollowVariable} is true, and MLFLOW_TRACKING_URI names no server to follow, such as http://mlflow:5000",
            _ => $"{FollowVariable}: '{follow}' is neither true nor false",
        };
        return problem is null ? options : throw CommandFailure.Usage(problem);
    }

    /// <summary>The worker of a server process: it delivers, and with <c>HAMF_FOLLOW_MLFLOW=true</c> follows the champions chosen there.</summary>
    public MirrorWorker NewWorker(HomeServices home, ILoggerFactory loggers)
    {
        bool isFollowing = string.Equals(Environment.GetEnvironmentVariable(FollowVariable), "true", StringComparison.OrdinalIgnoreCase);
        var source = new ServerImportParts { Source = Client, Tracking = home.Tracking, LoggedModels = home.LoggedModels, Registry = home.Registry, Spaces = home.Spaces };
        ChampionFollower? follower = isFollowing
            ? new ChampionFollower(_parts, home.Artifacts, home.Registry, (name, token) => new ServerImport(source).RunAsync(new ServerImportRequest { Models = [name] }, null, token))
            : null;
        return new MirrorWorker(Mirror, follower, TimeProvider.System, loggers.CreateLogger<MirrorWorker>());
    }

    /// <inheritdoc/>
    public void Dispose() => Client.Dispose();
}
