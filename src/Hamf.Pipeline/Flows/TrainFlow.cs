using System.Text;
using Hamf.Models.Metrics;
using Hamf.Pipeline.Detectors;
using Hamf.Pipeline.Evaluation;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Packaging;
using Hamf.Pipeline.Training.Search;

namespace Hamf.Pipeline.Flows;

/// <summary>Trains a detector from a data file and registers the result. Thread-safe.</summary>
public sealed class TrainFlow(IRunStore runs, IModelStore models, IArtifactStore artifacts)
{
    /// <summary>Reads, checks, splits, trains, judges and registers.</summary>
    /// <param name="request">What to train on.</param>
    /// <param name="progress">Told what is going on, one line at a time, or null.</param>
    /// <param name="cancellation">Ends the run as killed; nothing is registered.</param>
    /// <returns>The registered version, or why there is none.</returns>
    /// <exception cref="Intake.RowFileException">A file cannot be read at all.</exception>
    /// <exception cref="OperationCanceledException">The training was cancelled.</exception>
    public TrainOutcome Train(TrainRequest request, IProgress<string>? progress, CancellationToken cancellation)
    {
        Detector detector = request.Detector;
        string runId = runs.Start(detector.Name, $"train on {Path.GetFileName(request.DataPath)}");
        var session = new TrainSession(request, runId, progress, cancellation);
        try
        {
            runs.Log(runId, TrainRecord.Parameters(detector), TrainRecord.NoMetrics, TrainRecord.DataTags(request));
            TrainOutcome outcome = session.Run();
            return outcome.Refusal is null ? Register(request, session, outcome) : Refuse(session, outcome);
        }
        catch (OperationCanceledException)
        {
            StoreSearch(runId, session);
            runs.End(runId, RunStatus.Killed);
            throw;
        }
        catch (Exception e) when (!session.IsRegistered)
        {
            // The run is the place where a later reader looks for what happened; the caller gets the exception as it was.
            Tag(runId, new() { ["failed_stage"] = session.Stage, ["error"] = e.Message });
            runs.End(runId, RunStatus.Failed);
            throw;
        }
    }

    private TrainOutcome Register(TrainRequest request, TrainSession session, TrainOutcome outcome)
    {
        session.Enter("record");
        StoredFile bundle = Store(outcome.RunId, "model.hamf", session.Bundle.ToBytes());
        string? state = session.State is { } bytes ? Store(outcome.RunId, "state.bin", bytes).Digest : null;
        StoreSearch(outcome.RunId, session);
        Store(outcome.RunId, "report.json", ReportJson.Write(session.Report));
        Store(outcome.RunId, "report.html", Encoding.UTF8.GetBytes(ReportPage.Write(session.Report)));
        StoredFile detector = Store(outcome.RunId, ModelPackage.DetectorName, Encoding.UTF8.GetBytes(request.Detector.Yaml));
        new PackageRecord(runs, artifacts).Store(outcome.RunId, session.Bundle, bundle, detector);
        runs.Log(
            outcome.RunId, TrainRecord.SplitParameters(session), TrainRecord.Metrics(session, outcome), TrainRecord.ResultTags(session, outcome));
        session.Enter("register");
        ModelVersion version = models.Register(new ModelVersion
        {
            Name = request.Detector.Name,
            Version = 0,
            CreatedAt = default,
            RunId = outcome.RunId,
            BundleDigest = bundle.Digest,
            StateDigest = state,
            DetectorYaml = request.Detector.Yaml,
            Metrics = MetricNames.Defined((outcome.Test ?? outcome.Validation)!, string.Empty),
        });
        session.IsRegistered = true;
        runs.End(outcome.RunId, RunStatus.Finished);
        return outcome with { Version = version };
    }

    private TrainOutcome Refuse(TrainSession session, TrainOutcome outcome)
    {
        Dictionary<string, string> tags = TrainRecord.CountTags(outcome);
        tags["failed_stage"] = session.Stage;
        tags["refusal"] = outcome.Refusal!;
        Tag(outcome.RunId, tags);
        runs.End(outcome.RunId, RunStatus.Failed);
        return outcome;
    }

    private void StoreSearch(string runId, TrainSession session)
    {
        if (session.Search is { } table)
        {
            Store(runId, "search.json", ReportJson.Write(table));
        }
    }

    private StoredFile Store(string runId, string path, byte[] content)
    {
        string digest = artifacts.Put(content);
        runs.AddArtifact(runId, path, digest, content.Length);
        return new StoredFile(digest, content.Length);
    }

    private void Tag(string runId, Dictionary<string, string> tags) =>
        runs.Log(runId, TrainRecord.NoParameters, TrainRecord.NoMetrics, tags);
}

/// <summary>What to train on.</summary>
public sealed record TrainRequest
{
    /// <summary>The detector.</summary>
    public required Detector Detector { get; init; }

    /// <summary>The data file.</summary>
    public required string DataPath { get; init; }

    /// <summary>A separate test file, or null to hold out a share of the data.</summary>
    public string? TestPath { get; init; }

    /// <summary>How to search for the best settings, or null to train the detector's algorithm as it is.</summary>
    public SearchRequest? Search { get; init; }

    /// <summary>Where to list rejected rows (CSV: line, field, rule, value), or null to count them only.</summary>
    public string? RejectsPath { get; init; }
}

/// <summary>How a training ended.</summary>
public sealed record TrainOutcome
{
    /// <summary>The run it is recorded under.</summary>
    public required string RunId { get; init; }

    /// <summary>The registered version, or null when it was refused.</summary>
    public ModelVersion? Version { get; init; }

    /// <summary>Why nothing was registered (too many rejects, leakage, one class), or null.</summary>
    public string? Refusal { get; init; }

    /// <summary>True when the refusal is about the share of rejected rows (exit code 3).</summary>
    public bool IsDataRejected { get; init; }

    /// <summary>Rows accepted, those of a separate test file included.</summary>
    public long Rows { get; init; }

    /// <summary>Rows rejected.</summary>
    public long Rejects { get; init; }

    /// <summary>Where the rejects are listed, or null when there are none or no path was given.</summary>
    public string? RejectsPath { get; init; }

    /// <summary>How rows were divided, in words; null when it did not come to that.</summary>
    public string? Split { get; init; }

    /// <summary>The algorithm kept, with the comparison in words when several were tried.</summary>
    public string? Choice { get; init; }

    /// <summary>What a search has measured, or null without one.</summary>
    public SearchTable? Search { get; init; }

    /// <summary>Metrics on validation.</summary>
    public ClassificationMetrics? Validation { get; init; }

    /// <summary>Metrics on test, or null without test rows.</summary>
    public ClassificationMetrics? Test { get; init; }

    /// <summary>Importance per feature, highest first.</summary>
    public IReadOnlyList<KeyValuePair<string, double>> Importance { get; init; } = [];

    /// <summary>Things the user should know: doubtful columns, overridden leakage, few positives.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
