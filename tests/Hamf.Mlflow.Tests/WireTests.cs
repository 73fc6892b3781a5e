using System.Net;

namespace Hamf.Mlflow.Tests;

/// <summary>What every call has in common.</summary>
public sealed class WireTests(MlflowServer server) : IClassFixture<MlflowServer>
{
    [Fact]
    public async Task The_server_runs() => Assert.Equal(HttpStatusCode.OK, (await server.Client.GetAsync("/health", TestContext.Current.CancellationToken)).StatusCode);
}
