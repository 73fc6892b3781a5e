using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Hamf.Adapters.Files;
using Hamf.Adapters.Relational;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Search;

namespace Hamf.Bench.Registry;

/// <summary>Fills a registry and asks it what clients ask: milliseconds of each question, the store alone.</summary>
internal static class RegistryVerb
{
    private const int Rounds = 50;

    public const string Usage = "  registry [--models 1000] [--versions 100]   milliseconds of gets and searches over registered models and versions";

    public static int Run(string[] args)
    {
        var arguments = new Arguments(args);
        var folder = new HomeFolder(Path.Combine(Path.GetTempPath(), $"hamf-bench-{Environment.ProcessId}"));
        try
        {
            Console.WriteLine(Measure(folder, arguments.Number("models", 1_000), arguments.Number("versions", 100)));
        }
        finally
        {
            Directory.Delete(folder.Path, recursive: true);
        }

        return 0;
    }

    private static JsonObject Measure(HomeFolder folder, int models, int versions)
    {
        using var database = new SqliteDatabase(new SqliteOptions { Path = folder.DatabasePath, Sync = SqliteSync.Normal }, TimeProvider.System);
        var store = new RegistryStore(database);
        var scored = new ModelStore(database);
        long start = Stopwatch.GetTimestamp();
        Fill(store, models, versions);
        double perVersion = Stopwatch.GetElapsedTime(start).TotalMilliseconds / models / versions;
        string middle = NameOf(models / 2);
        return new JsonObject
        {
            ["models"] = models,
            ["versions"] = models * versions,
            ["create_version_ms"] = Math.Round(perVersion, 3),
            ["get_model_ms"] = Ask(() => store.FindModel(middle)),
            ["get_version_ms"] = Ask(() => store.FindVersion(middle, versions / 2)),
            ["get_alias_ms"] = Ask(() => store.FindVersion(middle, "best")),
            ["champions_ms"] = Ask(scored.Champions),
            ["models_page_100_ms"] = Ask(() => Models(store, "", "")),
            ["models_by_change_ms"] = Ask(() => Models(store, "", "last_updated_timestamp DESC")),
            ["models_by_tag_ms"] = Ask(() => Models(store, "tags.team = 'team 7'", "")),
            ["models_like_ms"] = Ask(() => Models(store, "name LIKE '%99%'", "")),
            ["versions_page_100_ms"] = Ask(() => Versions(store, "", "")),
            ["versions_of_model_ms"] = Ask(() => Versions(store, $"name = '{middle}'", "")),
            ["versions_by_run_ms"] = Ask(() => Versions(store, "run_id = 'run 77'", "")),
            ["versions_by_rare_tag_ms"] = Ask(() => Versions(store, "tags.build = 'build 5017'", "")),
            ["versions_by_common_tag_ms"] = Ask(() => Versions(store, "tags.color = 'red'", "")),
            ["versions_by_number_ms"] = Ask(() => Versions(store, "", "version_number DESC")),
        };
    }

    private static void Fill(RegistryStore store, int models, int versions)
    {
        for (int m = 0; m < models; m++)
        {
            string name = NameOf(m);
            store.CreateModel(name, null, [KeyValuePair.Create("team", $"team {m % 50}"), KeyValuePair.Create("kind", "classifier")]);
            for (int v = 0; v < versions; v++)
            {
                int nth = (m * versions) + v;
                store.CreateVersion(new NewVersion
                {
                    Name = name,
                    Source = $"runs:/{nth}/model",
                    StorageLocation = $"mlflow-artifacts:/1/{nth}/artifacts/model",
                    RunId = $"run {nth}",
                    Tags = [KeyValuePair.Create("color", nth % 3 == 0 ? "red" : "blue"), KeyValuePair.Create("build", $"build {nth}")],
                });
            }

            store.SetAlias(name, "best", versions, "bench", "");
            store.Adopt(name, versions, $"digest {m}", $"name: {name}");
            store.SetAlias(name, ModelReference.Champion, versions, "bench", "");
            store.MoveVersion(name, Math.Max(1, versions / 2), VersionStage.Production, false, "bench");
        }
    }

    private static Page<RegisteredModel> Models(RegistryStore store, string filter, string order) =>
        store.SearchModels(Query(filter, order, SearchTarget.RegisteredModels));

    private static Page<RegisteredVersion> Versions(RegistryStore store, string filter, string order) =>
        store.SearchVersions(Query(filter, order, SearchTarget.ModelVersions));

    private static SearchQuery Query(string filter, string order, SearchTarget target) => new()
    {
        Filter = FilterGrammar.ReadFilter(filter, target),
        Order = FilterGrammar.ReadOrder(order.Length == 0 ? [] : (string[])[order], target),
        Max = 100,
    };

    // The median: the first rounds warm caches and code.
    private static double Ask<T>(Func<T> question)
    {
        var milliseconds = new double[Rounds];
        for (int i = 0; i < Rounds; i++)
        {
            long start = Stopwatch.GetTimestamp();
            question();
            milliseconds[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        Array.Sort(milliseconds);
        return Math.Round(milliseconds[Rounds / 2], 2);
    }

    private static string NameOf(int model) => string.Create(CultureInfo.InvariantCulture, $"model {model:00000}");
}
