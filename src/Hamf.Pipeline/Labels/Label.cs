namespace Hamf.Pipeline.Labels;

/// <summary>A verdict on an event: the truth with its source.</summary>
/// <param name="EventId">The event.</param>
/// <param name="Positive">True for the positive class (fraud, phishing).</param>
/// <param name="Source">Who or what said so: <c>analyst:anna</c>, <c>chargeback</c>.</param>
/// <param name="At">When it became known.</param>
public sealed record Label(string EventId, bool Positive, string Source, DateTimeOffset At);
