using System.Globalization;
using System.Text.Json;
using Hamf.Pipeline.Rows;
using Microsoft.AspNetCore.Http;

namespace Hamf.Server.Api;

/// <summary>An answer that says why a request was not served: RFC 9457 problem details with the legacy <c>error</c> beside it.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">A stable word for programs.</param>
/// <param name="Detail">A sentence for people: what was found, what was expected, what to do.</param>
internal sealed record ApiProblem(int Status, string Code, string Detail)
{
    /// <summary>Most faults that one answer lists.</summary>
    public const int MaxErrors = 1000;

    private const int MaxShown = 64;

    /// <summary>Every fault found, by row and field.</summary>
    public IReadOnlyList<Reject> Errors { get; init; } = [];

    /// <summary>More to say in a list: reasons, names to choose from.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>What the legacy <c>error</c> field puts before the detail.</summary>
    public string ErrorPrefix { get; init; } = "";

    public static ApiProblem BadRequest(string detail) => new(StatusCodes.Status400BadRequest, "malformed_request", detail);

    /// <summary>The body is not JSON, or not as it must be.</summary>
    public static ApiProblem NotJson(JsonException e)
    {
        // The library ends its sentence with its own names of the place.
        int place = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        string reason = place < 0 ? e.Message : e.Message[..place];
        string where = e.LineNumber is { } line ? string.Create(CultureInfo.InvariantCulture, $" (line {line + 1}, byte {e.BytePositionInLine + 1})") : "";
        return BadRequest($"The body is not JSON as expected{where}: {reason}");
    }

    public static ApiProblem NotFound(string detail) => new(StatusCodes.Status404NotFound, "not_found", detail);

    /// <summary>The values were readable but not acceptable.</summary>
    public static ApiProblem Invalid(IReadOnlyList<Reject> errors)
    {
        Reject first = errors[0];
        string where = first.Field.Length == 0 ? "" : $"{first.Field}: ";
        string rest = errors.Count > 1 ? $"; {errors.Count} faults in all, listed in errors" : "";
        return new(StatusCodes.Status422UnprocessableEntity, "invalid_values",
            $"Row {first.LineNumber}: {where}expected {first.Rule}, found {Shown(first.Value)}{rest}.")
        { Errors = errors };
    }

    /// <summary>One value was not acceptable; the begin of it is shown.</summary>
    public static ApiProblem Invalid(string field, string rule, string value) =>
        Invalid([new Reject(1, field, rule, value.Length <= MaxShown ? value : value[..MaxShown])]);

    /// <summary>What a status that some other part has set means.</summary>
    public static ApiProblem OfStatus(int status, HttpRequest request) => status switch
    {
        StatusCodes.Status404NotFound => new(status, "not_found", $"There is nothing at {request.Path}. The calls are listed at /docs."),
        StatusCodes.Status405MethodNotAllowed =>
            new(status, "method_not_allowed", $"{request.Method} is not possible at {request.Path}; the Allow header lists what is."),
        StatusCodes.Status413PayloadTooLarge => new(status, "too_large", "The request is larger than the server takes."),
        StatusCodes.Status408RequestTimeout => new(status, "too_slow", "The request's body came too slowly."),
        StatusCodes.Status400BadRequest => new(status, "malformed_request", "The request could not be read."),
        StatusCodes.Status503ServiceUnavailable =>
            new(status, "database_unavailable", "The database cannot be reached at the moment. Scoring goes on; try this again."),
        >= 500 => new(status, "internal_error", "Something went wrong inside the server; its log has the details."),
        _ => new(status, "refused", $"The request was refused with status {status}."),
    };

    /// <summary>Writes the problem as the response.</summary>
    public Task WriteAsync(HttpContext http)
    {
        HttpResponse response = http.Response;
        if (response.HasStarted)
        {
            http.Abort();
            return Task.CompletedTask;
        }

        if (Status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable && response.Headers.RetryAfter.Count == 0)
        {
            response.Headers.RetryAfter = "2";
        }

        return JsonReply.WriteAsync(http, Status, "application/problem+json", this, static (json, problem) => problem.Write(json));
    }

    private void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "urn:hamf:problem:" + Code);
        json.WriteString("title", Title(Status));
        json.WriteNumber("status", Status);
        json.WriteString("detail", Detail);
        json.WriteString("code", Code);
        json.WriteString("error", ErrorPrefix + Detail);
        if (Errors.Count > 0)
        {
            WriteErrors(json);
        }

        if (Reasons.Count > 0)
        {
            json.WriteStartArray("reasons");
            foreach (string reason in Reasons)
            {
                json.WriteStringValue(reason);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private void WriteErrors(Utf8JsonWriter json)
    {
        json.WriteStartArray("errors");
        foreach (Reject error in Errors.Take(MaxErrors))
        {
            json.WriteStartObject();
            json.WriteNumber("row", error.LineNumber);
            json.WriteString("field", error.Field);
            json.WriteString("rule", error.Rule);
            json.WriteString("value", error.Value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("error_total", Errors.Count);
    }

    private static string Shown(string value) => value.Length == 0 ? "nothing" : $"'{value}'";

    private static string Title(int status) => status switch
    {
        400 => "Bad request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not found",
        405 => "Method not allowed",
        408 => "Request timeout",
        409 => "Conflict",
        413 => "Content too large",
        415 => "Unsupported media type",
        421 => "Misdirected request",
        422 => "Unprocessable content",
        429 => "Too many requests",
        503 => "Service unavailable",
        507 => "Insufficient storage",
        _ => status >= 500 ? "Internal server error" : "Refused",
    };
}
