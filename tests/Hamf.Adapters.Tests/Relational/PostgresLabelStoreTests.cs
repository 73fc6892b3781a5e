using Hamf.Adapters.Relational;

namespace Hamf.Adapters.Tests.Relational;

[Trait("needs", "postgres")]
public sealed class PostgresLabelStoreTests : LabelStoreSuite, IDisposable
{
    private readonly PostgresHome _home = new();

    public PostgresLabelStoreTests() => Store = new LabelStore(_home.Database);

    protected override LabelStore Store { get; }

    public void Dispose() => _home.Dispose();
}
