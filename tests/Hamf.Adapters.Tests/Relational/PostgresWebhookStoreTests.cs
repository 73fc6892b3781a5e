using Hamf.Adapters.Relational;

namespace Hamf.Adapters.Tests.Relational;

[Trait("needs", "postgres")]
public sealed class PostgresWebhookStoreTests : WebhookStoreSuite, IDisposable
{
    private readonly PostgresHome _home = new();

    protected override Database Database => _home.Database;

    public void Dispose() => _home.Dispose();
}
