namespace Hamf.Server.Api;

/// <summary>Descriptions of the calls that manage keys.</summary>
internal static class KeyDocs
{
    private const string Shown =
        """
        "prefix":"0123456789ab","name":"nightly-training","role":"trainer","state":"live","created_at":"2026-06-21T12:00:00.000Z",
        "created_by":"cli:anna","expires_at":"2026-09-19T12:00:00.000Z","revoked_at":null,"last_used_at":null
        """;

    public static readonly ApiDoc List = new()
    {
        Id = "getKeys",
        Tag = "Access",
        Summary = "All keys, without their secrets",
        Description = "`state` is live, expired or revoked. `last_used_at` is right to about a minute.",
        Answers = [("keys", $$"""{"keys":[{{{Shown}}}]}""")],
    };

    public static readonly ApiDoc Create = new()
    {
        Id = "createKey",
        Tag = "Access",
        Summary = "Make a key",
        Description = "`key` of the answer is shown this once: only a hash of it is kept. Roles are reader, scorer, trainer and admin, each with what "
            + "those before it may. `expires` is a time such as 90d or 12h; without it the key holds until it is revoked.",
        Bodies = [("a key for 90 days", """{"name":"nightly-training","role":"trainer","expires":"90d"}""")],
        Status = 201,
        Answers = [("made", $$"""{"key":"hamf_PREFIX_SECRET",{{Shown}}}""")],
        Problems = [.. ApiDocs.BodyProblems, (409, "There is a key of this name that is not revoked.")],
    };

    public static readonly ApiDoc Revoke = new()
    {
        Id = "revokeKey",
        Tag = "Access",
        Summary = "Revoke a key by name or prefix",
        Description = "It stops working at once here, and within seconds in other servers on the same database.",
        Answers =
        [
            ("revoked", """
                {"prefix":"0123456789ab","name":"nightly-training","role":"trainer","state":"revoked","created_at":"2026-06-21T12:00:00.000Z",
                 "created_by":"cli:anna","expires_at":null,"revoked_at":"2026-06-22T08:00:00.000Z","last_used_at":"2026-06-22T07:59:00.000Z"}
                """),
        ],
        Problems = [(404, "There is no such key that is not revoked.")],
    };
}
