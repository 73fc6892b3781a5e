using System.Globalization;
using Hamf.Pipeline.Alerts;
using Microsoft.Extensions.Logging;

namespace Hamf.Adapters.Log;

/// <summary>Delivers alerts to the server's own log, one warning each; ids 5000 to 5099. Thread-safe.</summary>
public sealed partial class LogNotifier(ILogger<LogNotifier> logger) : INotifier
{
    private readonly ILogger _logger = logger;

    /// <inheritdoc/>
    public string Channel => AlertChannels.Log;

    /// <inheritdoc/>
    public Task SendAsync(Alert alert, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(alert);
        Raised(_logger, alert.Detector, alert.AlertId, alert.EventId, alert.Entity, alert.Score, alert.Threshold, alert.ModelVersion, ReasonsOf(alert));
        return Task.CompletedTask;
    }

    private static string ReasonsOf(Alert alert) => string.Join(", ", alert.Reasons.Select(r =>
        string.Create(CultureInfo.InvariantCulture, $"{r.Feature} {r.Value} ({r.Contribution:+0.00;-0.00})")));

    [LoggerMessage(5000, LogLevel.Warning,
        "{Detector}: alert {AlertId} on event {EventId} of {Entity}: score {Score:0.0000} (threshold {Threshold:0.0000}, version {Version}); {Reasons}")]
    private static partial void Raised(
        ILogger logger, string detector, long alertId, string eventId, string? entity, double score, double threshold, int version, string reasons);
}
