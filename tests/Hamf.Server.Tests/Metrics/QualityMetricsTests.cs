using System.Globalization;
using System.Text;
using Hamf.Pipeline.Registry;
using Hamf.Server.Metrics;
using Hamf.Server.Tests.Memory;
using Hamf.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hamf.Server.Tests.Metrics;

public sealed class QualityMetricsTests
{
    private const int Aliases = 450;

    // OpenTelemetry gives every set of labels that it has ever seen a place, and has 2,000 of them: six times 450 are more.
    private const int Moves = 6;

    [Fact]
    public void Aliases_that_have_moved_thousands_of_times_are_still_told_apart()
    {
        ManualTime time = new(DateTimeOffset.UnixEpoch);
        MemoryHome home = new() { Time = time };
        using ServerMetrics metrics = new(home.Services(NullLoggerFactory.Instance), "1.0.0");
        for (int move = 1; move <= Moves; move++)
        {
            ModelVersion version = TrainedModels.RegisterCard(home);
            foreach (int i in Enumerable.Range(0, Aliases))
            {
                home.Models.SetAlias(version.Name, $"stage-{i}", version.Version, "test", "test");
            }

            time.Advance(TimeSpan.FromMinutes(1));

            string[] lines = Encoding.UTF8.GetString(metrics.Scrape()).Split('\n');

            Assert.Equal(
                Enumerable.Range(0, Aliases).Select(i => string.Create(
                    CultureInfo.InvariantCulture,
                    $$"""mlflow_model_f1_score{alias="stage-{{i}}",model="card-fraud",version="{{move}}"} {{version.Metrics["f1"]:R}}""")).Order(StringComparer.Ordinal),
                lines.Where(line => line.StartsWith("mlflow_model_f1_score{alias=\"stage-", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void Other_metrics_are_told_while_the_database_is_away()
    {
        using ServerMetrics metrics = new(new MemoryHome().Services(NullLoggerFactory.Instance) with { Models = new ModelsAway() }, "1.0.0");

        string text = Encoding.UTF8.GetString(metrics.Scrape());

        Assert.Contains("hamf_memory_bytes ", text, StringComparison.Ordinal);
        Assert.DoesNotContain("mlflow_model_", text, StringComparison.Ordinal);
    }

    private sealed class ModelsAway : IModelStore
    {
        private static readonly StoreException Away = new("The database cannot be reached.", isTransient: true);

        public ModelVersion Register(ModelVersion version, bool mayServe = true) => throw Away;

        public ModelVersion? Find(ModelReference reference) => throw Away;

        public IReadOnlyList<ModelVersion> List(string? name) => throw Away;

        public IReadOnlyList<ModelVersion> Newest(string name, int max) => throw Away;

        public IReadOnlyList<ModelSummary> Summaries() => throw Away;

        public Page<string> Names(long offset, int max) => throw Away;

        public IReadOnlyList<Champion> Champions() => throw Away;

        public bool HasVersion(string? name) => throw Away;

        public void SetAlias(string name, string alias, int version, string actor, string reason) => throw Away;

        public IReadOnlyList<AliasChange> History(string name, string alias) => throw Away;
    }
}
