using System.Text.Json;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Search;
using Hamf.Pipeline.Registry.Tracking;

namespace Hamf.Server.Mlflow;

/// <summary>Routes of runs as such; what is logged to them is in <see cref="RunLogRoutes"/>.</summary>
internal sealed class RunRoutes(ITrackingStore tracking)
{
    private const int PageSize = 1000;
    private const int PageMax = 50_000;

    public static void Map(MlflowRoutes routes, TrackingServices services)
    {
        var runs = new RunRoutes(services.Tracking);
        routes.Json("POST", "runs/create", runs.Create);
        routes.Json("GET", "runs/get", runs.Get);
        routes.Json("POST", "runs/update", runs.Update);
        routes.Json("POST", "runs/search", runs.Search);
        routes.Command("POST", "runs/delete", runs.Delete);
        routes.Command("POST", "runs/restore", runs.Restore);
        RunLogRoutes.Map(routes, services.Tracking);
    }

    private Action<Utf8JsonWriter> Create(WireRequest request)
    {
        string experiment = request.OptionalId("experiment_id") is { Length: > 0 } given ? given : "0";
        string userId = request.OptionalText("user_id") ?? "";
        TextLimits.Check("user_id", userId, MlflowLimits.UserIdCharsMax);
        long? startMs = request.OptionalLong("start_time");
        string? name = request.OptionalText("run_name") is { Length: > 0 } text ? text : null;
        CheckName(name);
        TrackedRun run = tracking.CreateRun(new NewRun
        {
            ExperimentId = WireIds.Experiment(experiment),
            Name = name,
            UserId = userId,
            StartMs = startMs,
            Tags = RunTags.Read(request, "tags"),
        });
        return Found(run);
    }

    private Action<Utf8JsonWriter> Get(WireRequest request)
    {
        string id = request.RunId;
        return Found(tracking.FindRun(id) ?? throw WireIds.NoRun(id));
    }

    private Action<Utf8JsonWriter> Update(WireRequest request)
    {
        string id = request.RunId;
        RunStatus? status = request.OptionalEnum("status", WireWords.RunStatuses);
        long? endMs = request.OptionalLong("end_time");
        string? name = request.OptionalText("run_name") is { Length: > 0 } text ? text : null;
        CheckName(name);
        TrackedRun run = tracking.UpdateRun(id, status, endMs, name);
        return json =>
        {
            json.WritePropertyName("run_info");
            RunJson.WriteInfo(json, run);
        };
    }

    private Action<Utf8JsonWriter> Search(WireRequest request)
    {
        // MLflow answers a page of nothing where nothing is asked for.
        int max = WireSearch.Max(request, PageSize, PageMax, min: 0);
        SearchQuery query = WireSearch.Read(request, SearchTarget.Runs, "run_view_type", Math.Max(max, 1));
        IReadOnlyList<long> experiments = WireIds.Experiments(request.Ids("experiment_ids"));
        Page<TrackedRun> page = max == 0 ? new Page<TrackedRun>([], null) : tracking.SearchRuns(new RunSearch(experiments, query));
        return json =>
        {
            json.WriteList("runs", page.Items, RunJson.Write);
            json.WriteOptional("next_page_token", PageToken.Write(page.NextOffset));
        };
    }

    private void Delete(WireRequest request) => tracking.MoveRun(request.RunId, LifecycleStage.Deleted);

    private void Restore(WireRequest request) => tracking.MoveRun(request.RunId, LifecycleStage.Active);

    private static Action<Utf8JsonWriter> Found(TrackedRun run) => json =>
    {
        json.WritePropertyName("run");
        RunJson.Write(json, run);
    };

    private static void CheckName(string? name)
    {
        if (name is not null)
        {
            TextLimits.Check("run_name", name, MlflowLimits.RunTagCharsMax);
        }
    }
}
