namespace Hamf.Server.Api;

/// <summary>Descriptions of the event calls.</summary>
internal static class EventDocs
{
    private static readonly (string Name, string Json)[] Bodies =
    [
        ("one event", PredictDocs.Payment),
        ("an array", "[" + PredictDocs.Payment + "]"),
        ("several events", """{"data":[""" + PredictDocs.Payment + "]}"),
        ("columns and rows", """{"columns":["trans_num","amt"],"index":[0],"data":[["2da90c7d74bd46a0caf3777415b3ebd3",2.86]]}"""),
    ];

    private static readonly (string Name, string Text)[] Answers =
        [("taken", """{"accepted":1,"event_ids":["2da90c7d74bd46a0caf3777415b3ebd3"]}""")];

    private static readonly (int Status, string When)[] Problems =
    [
        .. ApiDocs.BodyProblems,
        (503, "No champion is loaded, so there is no schema to read events by."),
        (507, "The event log is full or the disk is; it takes events again when there is room."),
    ];

    public static readonly ApiDoc Take = new()
    {
        Id = "postEvents",
        Tag = "Events",
        Summary = "Take events into the default detector's stream",
        Description = "Answers when the events are durable; they are scored, stored and alarmed on afterwards. The same event may be sent "
            + "again: its id makes it count once. If any event is not acceptable, none is taken.",
        Bodies = Bodies,
        Status = 202,
        Answers = Answers,
        Problems = [.. Problems, (409, "There are several detectors and no default; the answer names them.")],
    };

    public static readonly ApiDoc TakeByName = Take with
    {
        Id = "postEventsByName",
        Summary = "Take events into a named detector's stream",
        Problems = [.. Problems, (404, "There is no model of this name.")],
    };

    public static readonly ApiDoc Show = new()
    {
        Id = "getEvent",
        Tag = "Events",
        Summary = "A scored event with its labels",
        Description = "Entities and personal fields are masked.",
        Answers =
        [
            ("scored", """
                {"event_id":"2da90c7d74bd46a0caf3777415b3ebd3","detector":"card-fraud","time":"2026-06-21T12:14:25.000Z","entity":"229116******7244",
                 "score":0.97,"threshold":0.41,"decision":1,"model_version":3,"scored_at":"2026-06-21T12:14:25.040Z",
                 "reasons":[{"feature":"amt","value":"977.01","contribution":3.1}],"event":{"amt":"977.01","category":"shopping_net"},
                 "label":{"verdict":true,"source":"analyst:anna","time":"2026-06-22T08:00:00.000Z"},
                 "labels":[{"verdict":true,"source":"analyst:anna","time":"2026-06-22T08:00:00.000Z"}]}
                """),
        ],
        Problems = [(404, "No scored event has this id.")],
    };
}
