using System.Globalization;
using System.Text;
using Hamf.Adapters.Mlflow;
using Hamf.Models.Formats;
using Hamf.Pipeline.Flows.External;
using Hamf.Pipeline.Flows.Importing;
using Hamf.Pipeline.Registry;
using Hamf.TestKit;
using Hamf.TestKit.Mlflow;

namespace Hamf.Mlflow.Tests.External;

/// <summary>The champion chosen on the server becomes the champion here, where that is wanted.</summary>
public sealed class ChampionFollowerTests : IDisposable
{
    private const string Flavors =
        """
        flavors:
          sklearn: {pickled_model: model.pkl, serialization_format: cloudpickle, sklearn_version: 1.2.1}
        signature:
          inputs: '[{"type": "double", "name": "amount"}, {"type": "double", "name": "hour"}, {"type": "double", "name": "distance"}]'
        """;

    private readonly ExternalHome _home = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task A_version_that_was_brought_there_is_followed_and_own_moves_go_first()
    {
        await using MlflowDouble server = await MlflowDouble.StartAsync();
        MlflowClient client = _home.Client(server.Url);
        Import(client.Server, 0.3);
        Import(client.Server, 0.6);
        await _home.Mirror(client).DeliverAsync(isHurried: false, Stop);
        ChampionFollower follower = Follower(client);

        Assert.Empty(await follower.FollowAsync(Stop));
        server.Models["fraud"].Aliases["champion"] = 2;
        Assert.Single(await follower.FollowAsync(Stop));
        Assert.Equal(2, Champion());

        AliasChange move = _home.Home.Models.History("fraud", "champion")[0];
        Assert.Equal(("mlflow", $"champion at {client.Server} is fraud/2"), (move.Actor, move.Reason));
        await _home.Mirror(client).DeliverAsync(isHurried: false, Stop);
        _home.Home.Models.SetAlias("fraud", "champion", 1, "ann", "back");
        await _home.Mirror(client).DeliverAsync(isHurried: false, Stop);
        Assert.Empty(await follower.FollowAsync(Stop));
        Assert.Equal((1, 1), (Champion(), server.Models["fraud"].Aliases["champion"]));
    }

    [Fact]
    public async Task A_version_that_came_there_since_is_fetched_and_followed_once_it_is_read()
    {
        await using MlflowDouble server = await MlflowDouble.StartAsync();
        MlflowClient client = _home.Client(server.Url);
        server.Models["fraud"] = new DoubleModel { Name = "fraud" };
        AddVersion(server, 1);
        await _home.Import(client).RunAsync(new ServerImportRequest(), null, Stop);
        Assert.Null(await _home.Home.Adopt.AdoptAsync("fraud", 1, Stop));
        ChampionFollower follower = Follower(client);
        await follower.FollowAsync(Stop);
        AddVersion(server, 2);

        Assert.Empty(await follower.FollowAsync(Stop));
        Assert.Null(await _home.Home.Adopt.AdoptAsync("fraud", 2, Stop));
        Assert.Single(await follower.FollowAsync(Stop));

        Assert.Equal(2, Champion());
    }

    private static byte[] Fixture(string name) =>
        File.ReadAllBytes(Path.Combine(RealPart.RepositoryRoot, "tests", "Hamf.Models.Tests", "Fixtures", "Import", "flow", name));

    private static void AddVersion(MlflowDouble server, int number)
    {
        var run = new DoubleRun { Id = number.ToString("x32", CultureInfo.InvariantCulture), Experiment = server.Experiments[0], StartMs = number, EndMs = 2, Status = "FINISHED", Name = "log" };
        server.Runs[run.Id] = run;
        string folder = MlflowDouble.PathOf(run.ArtifactUri) + "/model/";
        server.Files[folder + "MLmodel"] = Encoding.UTF8.GetBytes(Flavors);
        server.Files[folder + "model.pkl"] = Fixture("logistic.pkl");
        server.Models["fraud"].Versions[number] = new DoubleVersion { Number = number, Source = run.ArtifactUri + "/model", RunId = run.Id };
        server.Models["fraud"].Aliases["champion"] = number;
    }

    private int? Champion() => _home.Home.ChampionOf("fraud")?.Version;

    private void Import(string server, double threshold) =>
        new ImportFlow(new MirroredRuns(_home.Home.OwnRuns, _home.Home.Deliveries, server), _home.Home.Models, _home.Home.Artifacts).Import(
            new ImportRequest
            {
                Name = "fraud",
                Files = [new ImportFile("logistic.pkl", Fixture("logistic.pkl")), new ImportFile("names.json", Fixture("names.json"))],
                Options = new ImportOptions { Threshold = threshold },
                Actor = "test",
            },
            Stop);

    private ChampionFollower Follower(MlflowClient client) => new(
        new MirrorParts
        {
            Server = client,
            Deliveries = _home.Home.Deliveries,
            Tracking = _home.Home.Tracking,
            Models = _home.Home.Models,
            Spaces = _home.Home.Spaces,
            Time = TimeProvider.System,
        },
        _home.Home.Artifacts,
        _home.Home.Registry,
        (name, token) => _home.Import(client).RunAsync(new ServerImportRequest { Models = [name] }, null, token));
}
