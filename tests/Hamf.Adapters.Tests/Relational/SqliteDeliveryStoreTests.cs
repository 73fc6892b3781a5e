using Hamf.Adapters.Relational;

namespace Hamf.Adapters.Tests.Relational;

public sealed class SqliteDeliveryStoreTests : DeliveryStoreSuite, IDisposable
{
    private readonly SqliteHome _home = new();

    protected override Database Database => _home.Database;

    public void Dispose() => _home.Dispose();
}
