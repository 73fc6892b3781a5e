namespace Hamf.Server.Api;

/// <summary>Descriptions of the model calls.</summary>
internal static class ModelDocs
{
    private static readonly (string Name, string Text)[] Moved =
        [("moved", """{"name":"card-fraud","alias":"champion","version":2,"previous":1,"problems":[]}""")];

    public static readonly ApiDoc List = new()
    {
        Id = "getModels",
        Tag = "Models",
        Summary = "All models",
        Description = "A browser gets a page here; send `Accept: application/json` for JSON.",
        Answers = [("models", """{"models":[{"name":"card-fraud","champion":2,"challenger":3,"latest":3,"versions":3}]}""")],
    };

    public static readonly ApiDoc Show = new()
    {
        Id = "getModel",
        Tag = "Models",
        Summary = "A model with its versions and the moves of its champion",
        Description = "`serving` is the version that answers now. A metric that is not defined is null. `evidence` is what was known of both versions "
            + "when the champion moved; `to` is null where it was taken away.",
        Answers =
        [
            ("a model", """
                {"name":"card-fraud","serving":1,
                 "versions":[{"version":1,"created_at":"2026-06-21T12:00:00.000Z","run_id":"0123456789abcdef0123456789abcdef",
                 "bundle_digest":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08","aliases":["champion"],
                 "metrics":{"average_precision":0.91,"threshold":0.41}}],
                 "champion_history":[{"at":"2026-06-21T12:00:00.000Z","from":null,"to":1,"actor":"registry","reason":"first version",
                 "evidence":{"to":{"version":1,"run_id":"0123456789abcdef0123456789abcdef","metrics":{"average_precision":0.91}}}}]}
                """),
        ],
        Problems = [(404, "There is no model of this name.")],
    };

    public static readonly ApiDoc Report = new()
    {
        Id = "getReport",
        Tag = "Models",
        Summary = "The training report of a version",
        ContentType = "text/html",
        Answers = [("report", "<!doctype html>…")],
        Problems = [(404, "There is no training report of this version.")],
    };

    public static readonly ApiDoc Promote = new()
    {
        Id = "promote",
        Tag = "Models",
        Summary = "Make a version the champion",
        Description = "The version is loaded first; if that fails, the champion stays. Requests under way end with the version they began with.",
        Bodies = [("promote", """{"version":2,"reason":"better at the alert budget"}""")],
        Answers = Moved,
        Problems = [.. ApiDocs.BodyProblems, (404, "There is no such version."), (409, "The version cannot be loaded; the champion stays.")],
    };

    public static readonly ApiDoc RollBack = new()
    {
        Id = "rollBack",
        Tag = "Models",
        Summary = "Go back to the champion before the last move",
        Bodies = [("roll back", """{"reason":"too many false alarms"}""")],
        BodyIsOptional = true,
        Answers = Moved,
        Problems = [.. ApiDocs.BodyProblems, (404, "There is no model of this name."), (409, "There is no champion to go back to, or it cannot be loaded.")],
    };
}
