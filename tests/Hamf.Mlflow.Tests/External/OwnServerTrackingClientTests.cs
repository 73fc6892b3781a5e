using Hamf.Adapters.Mlflow;

namespace Hamf.Mlflow.Tests.External;

/// <summary>The port on Hamf's own server.</summary>
public sealed class OwnServerTrackingClientTests(MlflowServer server) : TrackingClientSuite, IClassFixture<MlflowServer>
{
    protected override MlflowOptions Options => new() { Server = server.Client.BaseAddress!, RetriesMax = 0 };
}
