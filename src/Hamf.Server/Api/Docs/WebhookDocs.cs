namespace Hamf.Server.Api;

/// <summary>Descriptions of the calls that manage webhooks.</summary>
internal static class WebhookDocs
{
    private static readonly (int Status, string When)[] Unknown = [(404, "There is no webhook of this number.")];

    public static readonly ApiDoc List = new()
    {
        Id = "getWebhooks",
        Tag = "Access",
        Summary = "All webhooks, and how their deliveries stand",
        Description = "`waiting` deliveries are tried again for about a day; `failed` ones were given up. Secrets are not shown.",
        Answers =
        [
            ("webhooks", """
                {"webhooks":[{"id":1,"url":"https://ci.example.com/hamf","events":["model_version.created","model_version.alias_set"],
                 "created_at":"2026-06-21T12:00:00.000Z","created_by":"anna","waiting":0,"failed":0,"last_error":null}]}
                """),
        ],
    };

    public static readonly ApiDoc Add = new()
    {
        Id = "addWebhook",
        Tag = "Access",
        Summary = "Tell an address what happens in the registry",
        Description = "`events`: model_version.created, model_version.alias_set, model_version.alias_removed, model_version.stage_moved, "
            + "model_version.deleted; all unless given. Deliveries are signed with `secret`, which is made where none is given and shown this once; the "
            + "header `X-Hamf-Signature: t=TIME,v1=HEX` holds HMAC-SHA256 over `TIME.BODY`.",
        Bodies = [("champion moves and new versions", """{"url":"https://ci.example.com/hamf","events":["model_version.created","model_version.alias_set"]}""")],
        Status = 201,
        Answers = [("added", """{"id":1,"secret":"whsec_..."}""")],
        Problems = ApiDocs.BodyProblems,
    };

    public static readonly ApiDoc Test = new()
    {
        Id = "testWebhook",
        Tag = "Access",
        Summary = "Queue an event of the kind test for a webhook",
        Bodies = [("nothing", "{}")],
        BodyIsOptional = true,
        Answers = [("queued", """{"id":1,"queued":true}""")],
        Problems = Unknown,
    };

    public static readonly ApiDoc Remove = new()
    {
        Id = "removeWebhook",
        Tag = "Access",
        Summary = "Remove a webhook and what waits for it",
        Answers = [("removed", """{"id":1,"removed":true}""")],
        Problems = Unknown,
    };
}
