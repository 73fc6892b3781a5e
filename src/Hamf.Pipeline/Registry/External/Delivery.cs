namespace Hamf.Pipeline.Registry.External;

/// <summary>What is delivered to an external server.</summary>
public enum DeliveryKind
{
    /// <summary>A run; the subject is its id.</summary>
    Run,

    /// <summary>A version; the subject is <c>NAME/VERSION</c>.</summary>
    Version,

    /// <summary>Where an alias points; the subject is <c>NAME@ALIAS</c>.</summary>
    Alias,
}

/// <summary>One thing that an external server is to know, and how far that is.</summary>
public sealed record Delivery
{
    /// <summary>What kind of thing.</summary>
    public required DeliveryKind Kind { get; init; }

    /// <summary>Which one.</summary>
    public required string Subject { get; init; }

    /// <summary>Its id there once it is known: a run's id, a version's number, the version number here that an alias was last moved to there.</summary>
    public string? RemoteId { get; init; }

    /// <summary>Whether all of it is there.</summary>
    public bool IsDelivered { get; init; }

    /// <summary>Failed attempts since the last success.</summary>
    public int Attempts { get; init; }

    /// <summary>What went wrong last, or null.</summary>
    public string? LastError { get; init; }

    /// <summary>Not before then.</summary>
    public DateTimeOffset NextAttempt { get; init; }
}
