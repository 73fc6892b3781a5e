using Hamf.App.Wiring;
using Hamf.Pipeline.Flows.Importing;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Artifacts;
using Hamf.Server.Workers;
using Hamf.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hamf.Mlflow.Tests;

/// <summary>Who reads what clients have registered, without a server around it.</summary>
public sealed class AdoptionWorkerTests
{
    [Fact]
    public async Task Versions_whose_files_are_away_do_not_keep_others_waiting()
    {
        using var folder = new TempFolder();
        using HomeServices home = HomeServices.Open(folder.Path, database: null);
        home.Registry.CreateModel("away", null, []);
        for (int i = 0; i < 50; i++)
        {
            home.Registry.CreateVersion(new NewVersion { Name = "away", Source = "s3://away/model", StorageLocation = "s3://away/model" });
        }

        home.Registry.CreateModel("here", null, []);
        home.Registry.CreateVersion(new NewVersion { Name = "here", Source = "mlflow-artifacts:/9/x", StorageLocation = "mlflow-artifacts:/9/x" });
        var spaces = new ArtifactSpaces(home.OwnSpace, _ => throw new StoreException("The bucket is away.", isTransient: true));
        var adopt = new AdoptFlow(home.Registry, home.Models, spaces, home.Artifacts);
        using var worker = new AdoptionWorker(home.Registry, adopt, TimeProvider.System, NullLogger<AdoptionWorker>.Instance);

        Assert.False(await worker.AdoptNewAsync(TestContext.Current.CancellationToken));

        Assert.Contains("no MLmodel", home.Registry.FindVersion("here", 1)!.Unreadable, StringComparison.Ordinal);
        Assert.Null(home.Registry.FindVersion("away", 50)!.Unreadable);
    }
}
