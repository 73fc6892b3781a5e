namespace Hamf.Pipeline.Governance;

/// <summary>A key as it is stored: everything but its secret.</summary>
public sealed record ApiKey
{
    /// <summary>Longest name in characters.</summary>
    public const int NameLengthMax = 64;

    /// <summary>The public part of the key, unique.</summary>
    public required string Prefix { get; init; }

    /// <summary>Its owner's name, for histories; unique among keys that are not revoked.</summary>
    public required string Name { get; init; }

    /// <summary>What it allows.</summary>
    public required Role Role { get; init; }

    /// <summary>The sealed secret.</summary>
    public required KeySeal Seal { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Who made it.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>From when on it is refused, or null: never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When it was revoked, or null.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>When it was last presented, to about a minute, or null.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>Makes a key.</summary>
    /// <param name="name">Its owner's name, checked (<see cref="NameProblem"/>).</param>
    /// <param name="role">What it allows.</param>
    /// <param name="lifetime">How long, or null: until it is revoked.</param>
    /// <param name="actor">Who makes it.</param>
    /// <param name="now">The time.</param>
    /// <returns>The key, and the text for its owner, which can never be had again.</returns>
    public static (ApiKey Key, string Text) Issue(string name, Role role, TimeSpan? lifetime, string actor, DateTimeOffset now)
    {
        string prefix = KeyText.NewPrefix();
        string secret = KeyText.NewSecret();
        var key = new ApiKey
        {
            Prefix = prefix,
            Name = name,
            Role = role,
            Seal = KeySeal.Of(secret),
            CreatedAt = now,
            CreatedBy = actor,
            ExpiresAt = now + lifetime,
        };
        return (key, KeyText.Join(prefix, secret));
    }

    /// <summary>What is wrong with a name, or null: letters, digits, dot, hyphen, underscore and @, which are safe in histories, logs and headers.</summary>
    public static string? NameProblem(string name) =>
        name.Length is 0 or > NameLengthMax ? $"a name has 1 to {NameLengthMax} characters"
        : name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '@') ? null
        : "a name is made of letters, digits, '.', '-', '_' and '@'";

    /// <summary>Whether it is accepted at a time.</summary>
    public bool IsLive(DateTimeOffset now) => RevokedAt is null && !(ExpiresAt <= now);

    /// <summary>How it stands: <c>live</c>, <c>expired</c> or <c>revoked</c>.</summary>
    public string State(DateTimeOffset now) => RevokedAt is not null ? "revoked" : IsLive(now) ? "live" : "expired";
}
