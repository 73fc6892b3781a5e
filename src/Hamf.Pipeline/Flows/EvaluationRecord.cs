using System.Globalization;
using Hamf.Pipeline.Evaluation;
using Hamf.Pipeline.Registry;

namespace Hamf.Pipeline.Flows;

/// <summary>Keeps each evaluation as a run in the experiment of its detector, beside the trainings. Thread-safe.</summary>
/// <param name="runs">The store.</param>
public sealed class EvaluationRecord(IRunStore runs)
{
    /// <summary>The tag that names the versions judged, as <c>NAME/VERSION</c>.</summary>
    public const string VersionsTag = "evaluated_version";

    /// <summary>The tag that names the run which made the version judged.</summary>
    public const string MakerTag = "evaluated_run_id";

    /// <summary>Evaluates, and records what was judged and what came out; an evaluation that fails or is stopped is recorded as such.</summary>
    /// <param name="request">What is judged on what.</param>
    /// <param name="evaluate">Does it.</param>
    /// <returns>What it gave, with the run's id.</returns>
    public EvaluateOutcome Record(EvaluationRequest request, Func<EvaluateOutcome> evaluate)
    {
        string runId = runs.Start(request.Version.Name, request.DataPath is { } path ? $"evaluate on {Path.GetFileName(path)}" : "evaluate stored scores");
        try
        {
            runs.Log(runId, Parameters(request), TrainRecord.NoMetrics, DataTags(request));
            EvaluateOutcome outcome = evaluate();
            runs.Log(
                runId,
                TrainRecord.NoParameters,
                outcome.Metrics is { } metrics ? MetricNames.Defined(metrics, string.Empty) : TrainRecord.NoMetrics,
                ResultTags(request.Version, outcome));
            runs.End(runId, RunStatus.Finished);
            return outcome with { RunId = runId };
        }
        catch (Exception e)
        {
            bool isStopped = e is OperationCanceledException;
            if (!isStopped)
            {
                runs.Log(runId, TrainRecord.NoParameters, TrainRecord.NoMetrics, new Dictionary<string, string> { ["error"] = e.Message });
            }

            runs.End(runId, isStopped ? RunStatus.Killed : RunStatus.Failed);
            throw;
        }
    }

    private static Dictionary<string, string> Parameters(EvaluationRequest request)
    {
        Dictionary<string, string> parameters = new(StringComparer.Ordinal) { ["model"] = request.Version.Name };
        if (request.HistoryPath is { } history)
        {
            parameters["history"] = Path.GetFileName(history);
        }

        if (request.From is { } from)
        {
            parameters["from"] = Text(from);
        }

        if (request.To is { } to)
        {
            parameters["to"] = Text(to);
        }

        return parameters;
    }

    private static Dictionary<string, string> DataTags(EvaluationRequest request)
    {
        Dictionary<string, string> tags = new(StringComparer.Ordinal) { [RunKind.Tag] = RunKind.Evaluation };
        if (request.DataPath is { } path)
        {
            tags["data_file"] = Path.GetFileName(path);
            if (FileDigest.OfFile(path) is { } digest)
            {
                tags["data_sha256"] = digest;
            }

            Name(request.Version, [request.Version.Version], tags);
        }

        return tags;
    }

    private static Dictionary<string, string> ResultTags(ModelVersion version, EvaluateOutcome outcome)
    {
        Dictionary<string, string> tags = new(StringComparer.Ordinal)
        {
            ["unlabelled_rows"] = outcome.Unlabelled.ToString(CultureInfo.InvariantCulture),
            ["rejected_rows"] = outcome.Rejects.ToString(CultureInfo.InvariantCulture),
        };
        Name(version, outcome.Versions, tags);
        if (outcome.Warnings.Count > 0)
        {
            tags["warnings"] = string.Join("\n", outcome.Warnings);
        }

        return tags;
    }

    // Stored scores may be those of several versions, or of others than the one that was asked for.
    private static void Name(ModelVersion version, IReadOnlyList<int> judged, Dictionary<string, string> tags)
    {
        if (judged.Count > 0)
        {
            tags[VersionsTag] = string.Join(" ", judged.Select(number => new ModelReference(version.Name, null, number)));
        }

        if (judged is [var only] && only == version.Version)
        {
            tags[MakerTag] = version.RunId;
        }
    }

    private static string Text(DateTimeOffset time) => time.ToString("O", CultureInfo.InvariantCulture);
}
