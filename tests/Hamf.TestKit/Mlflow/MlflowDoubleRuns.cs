using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Hamf.TestKit.Mlflow;

/// <summary>Experiments and runs of the double.</summary>
internal sealed partial class MlflowDoubleRuns(MlflowDouble server)
{
    public JsonObject? Answer(string path, JsonObject fields) => path switch
    {
        "experiments/create" => CreateExperiment(fields),
        "experiments/get-by-name" => new JsonObject { ["experiment"] = Show(ByName(MlflowDouble.Text(fields, "experiment_name")) ?? throw MlflowRefusal.Missing("no such experiment")) },
        "experiments/search" => MlflowDouble.Page("experiments", [.. server.Experiments.Select(Show)], fields),
        "runs/create" => CreateRun(fields),
        "runs/get" => new JsonObject { ["run"] = ShowWhole(Run(fields)) },
        "runs/update" => Update(fields),
        "runs/delete" => Change(fields, run => run.IsDeleted = true),
        "runs/search" => Search(fields),
        "runs/log-batch" => LogBatch(fields),
        "metrics/get-history" => History(fields),
        _ => null,
    };

    private static JsonObject Change(DoubleRun run, Action<DoubleRun> change)
    {
        change(run);
        return [];
    }

    private JsonObject Change(JsonObject fields, Action<DoubleRun> change) => Change(Run(fields), change);

    private DoubleExperiment? ByName(string name) => server.Experiments.FirstOrDefault(e => e.Name == name);

    private DoubleRun Run(JsonObject fields) =>
        server.Runs.GetValueOrDefault(MlflowDouble.Text(fields, "run_id")) ?? throw MlflowRefusal.Missing("no such run");

    private JsonObject CreateExperiment(JsonObject fields)
    {
        string name = MlflowDouble.Text(fields, "name");
        return ByName(name) is null
            ? new JsonObject { ["experiment_id"] = server.AddExperiment(name).Id.ToString(CultureInfo.InvariantCulture) }
            : throw MlflowRefusal.Exists("(sqlite3.IntegrityError) UNIQUE constraint failed [SQL: INSERT INTO experiments ...]");
    }

    private JsonObject CreateRun(JsonObject fields)
    {
        string experimentId = MlflowDouble.Text(fields, "experiment_id");
        var run = new DoubleRun
        {
            Id = Guid.NewGuid().ToString("N"),
            Experiment = server.Experiments.FirstOrDefault(e => e.Id.ToString(CultureInfo.InvariantCulture) == experimentId) ?? throw MlflowRefusal.Missing("no such experiment"),
            Name = fields["run_name"]?.ToString() ?? "calm-owl-1",
            User = fields["user_id"]?.ToString() ?? string.Empty,
            StartMs = (long)fields["start_time"]!,
        };
        SetTags(run, fields);
        server.Runs.Add(run.Id, run);
        return new JsonObject { ["run"] = Show(run) };
    }

    private static void SetTags(DoubleRun run, JsonObject fields)
    {
        foreach (JsonNode? tag in fields["tags"] as JsonArray ?? [])
        {
            run.Tags[(string)tag!["key"]!] = (string)tag["value"]!;
        }
    }

    private JsonObject Update(JsonObject fields)
    {
        DoubleRun run = Run(fields);
        string status = MlflowDouble.Text(fields, "status");
        if (status is "RUNNING" or "SCHEDULED" or "FINISHED" or "FAILED" or "KILLED")
        {
            run.Status = status;
        }
        else if (!server.Defects.HasFlag(MlflowDefects.UnknownStatusIgnored))
        {
            throw MlflowRefusal.Invalid("no such status");
        }

        run.EndMs = (long?)fields["end_time"];
        return new JsonObject { ["run_info"] = Info(run) };
    }

    private JsonObject LogBatch(JsonObject fields)
    {
        DoubleRun run = Run(fields);
        if (run.IsDeleted)
        {
            throw MlflowRefusal.Invalid("The run must be in the 'active' state.");
        }

        JsonArray metrics = fields["metrics"] as JsonArray ?? [], parameters = fields["params"] as JsonArray ?? [], tags = fields["tags"] as JsonArray ?? [];
        if (metrics.Count > 1000 || parameters.Count > 100 || tags.Count > 100 || metrics.Count + parameters.Count + tags.Count > 1000)
        {
            throw MlflowRefusal.Invalid("A batch logging request can contain at most so many.");
        }

        foreach (JsonNode? param in parameters)
        {
            string key = (string)param!["key"]!, value = (string)param["value"]!;
            run.Params[key] = run.Params.TryGetValue(key, out string? known) && known != value
                ? throw MlflowRefusal.Invalid($"Changing param values is not allowed: {known}, {value}")
                : value;
        }

        SetTags(run, fields);
        foreach (JsonNode? metric in metrics)
        {
            LogPoint(run, metric!);
        }

        return [];
    }

    private void LogPoint(DoubleRun run, JsonNode metric)
    {
        double value = double.Parse(metric["value"]!.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture);
        (string, double, long, long) point = (
            (string)metric["key"]!, double.IsInfinity(value) ? double.MaxValue * Math.Sign(value) : value, (long)metric["timestamp"]!, (long)metric["step"]!);
        if (!run.Points.Contains(point))
        {
            run.Points.Add(point);
        }
        else if (double.IsNaN(value) && server.Defects.HasFlag(MlflowDefects.NanOnlyOnce))
        {
            throw new MlflowRefusal(400, "BAD_REQUEST", "(sqlite3.IntegrityError) UNIQUE constraint failed: metrics.key [SQL: INSERT INTO metrics ...]");
        }
    }

    private JsonObject History(JsonObject fields)
    {
        if (fields["max_results"] is null && server.Defects.HasFlag(MlflowDefects.EndlessHistory))
        {
            return new JsonObject { ["next_page_token"] = "0" };
        }

        string key = MlflowDouble.Text(fields, "metric_key");
        return MlflowDouble.Page(
            "metrics", [.. Run(fields).Points.Where(p => p.Key == key).OrderBy(p => p.TimestampMs).ThenBy(p => p.Step).ThenBy(p => p.Value).Select(Show)], fields);
    }

    private JsonObject Search(JsonObject fields)
    {
        string[] experiments = [.. ((JsonArray)fields["experiment_ids"]!).Select(id => id!.ToString())];
        string filter = fields["filter"]?.ToString() ?? string.Empty;
        Match tag = TagFilter().Match(filter), start = StartFilter().Match(filter);
        if (filter.Length > 0 && !tag.Success && !start.Success)
        {
            throw MlflowRefusal.Invalid($"Invalid clause(s) in filter string: '{filter}'");
        }

        string view = fields["run_view_type"]?.ToString() ?? "ACTIVE_ONLY";
        IEnumerable<DoubleRun> found = server.Runs.Values
            .Where(r => experiments.Contains(r.Experiment.Id.ToString(CultureInfo.InvariantCulture)) && (view == "ALL" || !r.IsDeleted))
            .Where(r => !tag.Success || r.Tags.GetValueOrDefault(tag.Groups[1].Value) == tag.Groups[2].Value)
            .Where(r => !start.Success || r.StartMs >= long.Parse(start.Groups[1].Value, CultureInfo.InvariantCulture))
            .OrderBy(r => r.StartMs).ThenBy(r => r.Id, StringComparer.Ordinal);
        return MlflowDouble.Page("runs", [.. found.Select(Show)], fields);
    }

    private static JsonObject Show(DoubleExperiment experiment) => new()
    {
        ["experiment_id"] = experiment.Id.ToString(CultureInfo.InvariantCulture),
        ["name"] = experiment.Name,
        ["artifact_location"] = experiment.Location,
        ["lifecycle_stage"] = experiment.IsDeleted ? "deleted" : "active",
    };

    private static JsonObject Info(DoubleRun run) => new()
    {
        ["run_id"] = run.Id,
        ["run_uuid"] = run.Id,
        ["run_name"] = run.Name,
        ["user_id"] = run.User,
        ["experiment_id"] = run.Experiment.Id.ToString(CultureInfo.InvariantCulture),
        ["status"] = run.Status,
        ["start_time"] = run.StartMs,
        ["end_time"] = run.EndMs,
        ["artifact_uri"] = run.ArtifactUri,
        ["lifecycle_stage"] = run.IsDeleted ? "deleted" : "active",
    };

    private static JsonObject Show(DoubleRun run) => new()
    {
        ["info"] = Info(run),
        ["data"] = new JsonObject
        {
            ["metrics"] = new JsonArray([.. run.Points.GroupBy(p => p.Key).Select(g => (JsonNode)Show(g.OrderBy(p => p.Step).ThenBy(p => p.TimestampMs).Last()))]),
            ["params"] = MlflowDouble.Pairs(run.Params),
            ["tags"] = MlflowDouble.Pairs(run.Tags),
        },
        ["inputs"] = new JsonObject { ["dataset_inputs"] = run.Datasets.DeepClone() },
    };

    // Lists of runs leave out the models.
    private static JsonObject ShowWhole(DoubleRun run)
    {
        JsonObject shown = Show(run);
        shown["outputs"] = new JsonObject
        {
            ["model_outputs"] = new JsonArray([.. run.Models.Select(m => (JsonNode)new JsonObject { ["model_id"] = m.ModelId, ["step"] = m.Step })]),
        };
        return shown;
    }

    private static JsonObject Show((string Key, double Value, long TimestampMs, long Step) point) => new()
    {
        ["key"] = point.Key,
        ["value"] = double.IsNaN(point.Value) ? "NaN" : point.Value,
        ["timestamp"] = point.TimestampMs,
        ["step"] = point.Step,
    };

    [GeneratedRegex("^tags\\.`([^`]+)` = '([^']*)'$")]
    private static partial Regex TagFilter();

    [GeneratedRegex("^attributes.start_time >= ([0-9]+)$")]
    private static partial Regex StartFilter();
}
