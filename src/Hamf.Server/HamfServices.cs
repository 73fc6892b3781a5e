using Hamf.Pipeline.Alerts;
using Hamf.Pipeline.Flows.Streaming;
using Hamf.Pipeline.Governance;
using Hamf.Pipeline.Labels;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Scoring;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hamf.Server;

/// <summary>What the server works with. The caller owns all of it and disposes of it after the server.</summary>
public sealed record HamfServices
{
    /// <summary>The detectors that are served.</summary>
    public required LiveDetectors Live { get; init; }

    /// <summary>Takes events in.</summary>
    public required EventIngest Ingest { get; init; }

    /// <summary>Scored events.</summary>
    public required IScoreStore Scores { get; init; }

    /// <summary>Alerts.</summary>
    public required IAlertStore Alerts { get; init; }

    /// <summary>Labels.</summary>
    public required ILabelStore Labels { get; init; }

    /// <summary>Training runs.</summary>
    public required IRunStore Runs { get; init; }

    /// <summary>Registered models.</summary>
    public required IModelStore Models { get; init; }

    /// <summary>Artifacts of models and runs.</summary>
    public required IArtifactStore Artifacts { get; init; }

    /// <summary>Keys of callers.</summary>
    public required IKeyStore Keys { get; init; }

    /// <summary>Who is told of registry events.</summary>
    public required IWebhookStore Webhooks { get; init; }

    /// <summary>What the MLflow surface works with, or null: then there is none.</summary>
    public TrackingServices? Tracking { get; init; }

    /// <summary>What passes through the stages.</summary>
    public required StreamMonitor Monitor { get; init; }

    /// <summary>The clock. <value>the system's</value></summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where log messages go.</summary>
    public required ILoggerFactory Loggers { get; init; }

    /// <summary>Background hosts that start and stop with the server. <value>none</value></summary>
    public IReadOnlyList<IHostedService> Workers { get; init; } = [];
}
