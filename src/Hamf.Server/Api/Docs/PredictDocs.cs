namespace Hamf.Server.Api;

/// <summary>Descriptions of the scoring calls.</summary>
internal static class PredictDocs
{
    /// <summary>A card payment with its 22 columns.</summary>
    public const string Payment =
        """
        {"trans_date_trans_time":"2026-06-21 12:14:25","cc_num":2291163933867244,"merchant":"fraud_Kirlin and Sons","category":"personal_care",
         "amt":2.86,"first":"Jeff","last":"Elliott","gender":"M","street":"351 Darlene Green","city":"Columbia","state":"SC","zip":"29209",
         "lat":33.9659,"long":-80.9355,"city_pop":333497,"job":"Mechanical engineer","dob":"1968-03-19",
         "trans_num":"2da90c7d74bd46a0caf3777415b3ebd3","unix_time":1782044065000,"merch_lat":33.986391,"merch_long":-81.200714,"is_fraud":0}
        """;

    private const string Rich =
        """
        {"event_id":"2da90c7d74bd46a0caf3777415b3ebd3","score":0.0021,"decision":0,"threshold":0.41,"model":"card-fraud","version":3,
         "reasons":[{"feature":"amt","value":"2.86","contribution":-1.92}]}
        """;

    private static readonly (string Name, string Json)[] Bodies =
    [
        ("one event", Payment),
        ("several events", """{"data":[{"amt":2.86,"category":"personal_care"},{"amt":977.01,"category":"shopping_net"}]}"""),
        ("columns and rows", """{"columns":["amt","category"],"index":[0],"data":[[2.86,"personal_care"]]}"""),
        ("a URL", """{"url":"http://login.example.test/verify"}"""),
    ];

    private static readonly (int Status, string When)[] Problems =
        [.. ApiDocs.BodyProblems, (503, "No champion is loaded (`model_not_loaded`).")];

    public static readonly ApiDoc Predict = new()
    {
        Id = "predict",
        Tag = "Scoring",
        Summary = "Score events with the default detector",
        Description = "The form of the answer follows the form of the body. Window features read the present state and never change it. "
            + "The header `Prefer: return=representation` or `?details=true` asks for score, decision, threshold, model, version and reasons. "
            + "If any row of several is not acceptable, none is scored.",
        Query = [("details", "True for the full answer.", "boolean")],
        Bodies = Bodies,
        Answers =
        [
            ("one event", """{"fraud_probability":0.0021}"""),
            ("several events", """{"predictions":[0,1]}"""),
            ("columns and one row", """{"prediction":"0"}"""),
            ("columns and several rows", """{"predictions":["0","1"]}"""),
            ("a URL", """{"url":"http://login.example.test/verify","label":"phishing","score":0.97,"decision":1,"threshold":0.5,"model":"phishing","version":1,"reasons":[{"feature":"length","value":"33","contribution":0.8}]}"""),
            ("details", Rich),
        ],
        Problems = [.. Problems, (409, "There are several detectors and no default; the answer names them.")],
    };

    public static readonly ApiDoc PredictByName = new()
    {
        Id = "predictByName",
        Tag = "Scoring",
        Summary = "Score events with a named detector",
        Description = "As `POST /predict`, with the full answer unless `?details=false`.",
        Query = [("details", "False for the short answer.", "boolean")],
        Bodies = Bodies,
        Answers = [("one event", Rich), ("several events", """{"predictions":[""" + Rich + "]}")],
        Problems = [.. Problems, (404, "There is no model of this name.")],
    };
}
