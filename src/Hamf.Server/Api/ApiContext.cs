using Hamf.Server.Metrics;

namespace Hamf.Server.Api;

/// <summary>What every resource of the API works with.</summary>
/// <param name="Options">The server's options.</param>
/// <param name="Services">The ports.</param>
/// <param name="Detectors">Finds detectors.</param>
/// <param name="Metrics">Counts.</param>
internal sealed record ApiContext(HamfServerOptions Options, HamfServices Services, DetectorChoice Detectors, ServerMetrics Metrics);
