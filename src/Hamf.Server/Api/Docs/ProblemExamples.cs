namespace Hamf.Server.Api;

/// <summary>One example per status of a problem.</summary>
internal static class ProblemExamples
{
    public static string Of(int status) => status switch
    {
        400 => Example(400, "Bad request", "malformed_request", "The body is empty; send a JSON object."),
        403 => Example(403, "Forbidden", "cross_site_refused", "A page of another origin may not change anything here."),
        404 => Example(404, "Not found", "not_found", "There is no model 'card'. Served: card-fraud."),
        409 => Example(409, "Conflict", "several_detectors", "There are 2 detectors: card-fraud, phishing. Post to /models/NAME/predict (or /models/NAME/events), or start the server with a default."),
        413 => Example(413, "Content too large", "too_large", "The body is larger than 10485760 bytes; send it in parts."),
        415 => Example(415, "Unsupported media type", "unsupported_media_type", "Content-Type is 'text/plain'; send application/json in UTF-8."),
        422 => """
            {"type":"urn:hamf:problem:invalid_values","title":"Unprocessable content","status":422,
             "detail":"Row 1: amt: expected a number, found 'ten'.","code":"invalid_values",
             "error":"Prediction failed: Row 1: amt: expected a number, found 'ten'.",
             "errors":[{"row":1,"field":"amt","rule":"a number","value":"ten"}],"error_total":1}
            """,
        503 => Example(503, "Service unavailable", "model_not_loaded", "No detector has a champion yet; train one with `hamf train DIR --data FILE`, then it is served at once."),
        507 => Example(507, "Insufficient storage", "log_full", "The event log has reached its size limit."),
        _ => Example(status, "Error", "error", "What went wrong and what to do."),
    };

    private static string Example(int status, string title, string code, string detail) =>
        $$"""{"type":"urn:hamf:problem:{{code}}","title":"{{title}}","status":{{status}},"detail":"{{detail}}","code":"{{code}}","error":"{{detail}}"}""";
}
