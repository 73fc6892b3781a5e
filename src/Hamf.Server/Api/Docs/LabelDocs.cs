namespace Hamf.Server.Api;

/// <summary>Descriptions of the label and alert calls.</summary>
internal static class LabelDocs
{
    public static readonly ApiDoc Add = new()
    {
        Id = "postLabels",
        Tag = "Labels",
        Summary = "Take verdicts on events",
        Description = "A verdict is true, false, 1, 0, \"fraud\" or \"legit\". `source` says who (`api` unless given), `time` when (now unless "
            + "given; ISO 8601 or Unix milliseconds). A later verdict corrects an earlier one and keeps it as history; an exact repeat "
            + "changes nothing. Events that are not scored yet are accepted and listed as unknown.",
        Bodies =
        [
            ("one", """{"event_id":"2da90c7d74bd46a0caf3777415b3ebd3","verdict":"fraud","source":"analyst:anna"}"""),
            ("several", """[{"event_id":"a1","verdict":1,"source":"chargeback","time":"2026-07-01T00:00:00Z"},{"event_id":"a2","verdict":false}]"""),
        ],
        Answers = [("taken", """{"received":2,"added":2,"unchanged":0,"unknown_events":1,"unknown_event_ids":["a2"]}""")],
        Problems = ApiDocs.BodyProblems,
    };

    public static readonly ApiDoc Show = new()
    {
        Id = "getLabels",
        Tag = "Labels",
        Summary = "The verdicts on an event, newest first",
        Answers =
        [
            ("labelled", """
                {"event_id":"a1","label":{"verdict":true,"source":"chargeback","time":"2026-07-01T00:00:00.000Z"},
                 "labels":[{"verdict":true,"source":"chargeback","time":"2026-07-01T00:00:00.000Z"}]}
                """),
        ],
        Problems = [(404, "There is neither a scored event nor a label of this id.")],
    };
}

/// <summary>Descriptions of the alert calls.</summary>
internal static class AlertDocs
{
    public static readonly ApiDoc List = new()
    {
        Id = "getAlerts",
        Tag = "Alerts",
        Summary = "Alerts, newest first",
        Description = "`next` is the address of the following page, or null. A browser gets a page here; send `Accept: application/json` for JSON.",
        Query =
        [
            ("detector", "Only of this detector.", "string"),
            ("before", "Only alerts with a lower alert_id.", "integer"),
            ("limit", "At most so many, 1 to 1000; 50 unless given.", "integer"),
        ],
        Answers =
        [
            ("a page", """
                {"total":120,"alerts":[{"alert_id":120,"event_id":"2da90c7d74bd46a0caf3777415b3ebd3","detector":"card-fraud",
                 "time":"2026-06-21T12:14:25.000Z","raised_at":"2026-06-21T12:14:25.090Z","entity":"229116******7244","score":0.97,
                 "threshold":0.41,"model_version":3,"reasons":[{"feature":"amt","value":"977.01","contribution":3.1}]}],
                 "next":"/alerts?before=120&limit=1"}
                """),
        ],
        Problems = [(422, "A parameter is not a number in its range.")],
    };
}
