namespace Hamf.Pipeline.Governance;

/// <summary>What a caller may do; each role may do what those before it may.</summary>
public enum Role
{
    /// <summary>May look at everything but keys.</summary>
    Reader,

    /// <summary>May send events and ask for scores, and give verdicts.</summary>
    Scorer,

    /// <summary>May log runs, train, import and register models, and move aliases that are not protected.</summary>
    Trainer,

    /// <summary>May do everything: move protected aliases, delete for good, manage keys and webhooks.</summary>
    Admin,
}
