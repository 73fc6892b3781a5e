using System.Text.Json;
using Hamf.Pipeline.Registry;
using Hamf.Server.Api;
using Microsoft.AspNetCore.Http;

namespace Hamf.Server.Mlflow;

/// <summary>The fields of a call, from the JSON body or, of a GET, from the query.</summary>
internal sealed class WireRequest : WireFields, IDisposable
{
    private readonly JsonDocument? _document;
    private readonly WireBody? _body;

    private WireRequest(HttpContext http)
        : base(http.Request.Query) => Http = http;

    private WireRequest(HttpContext http, WireBody body, JsonDocument? document)
        : base(document?.RootElement ?? default) => (Http, _body, _document) = (http, body, document);

    /// <summary>The request.</summary>
    public HttpContext Http { get; }

    /// <summary>The run that a call is about: <c>run_id</c> or, as older clients say, <c>run_uuid</c>.</summary>
    public string RunId => OptionalText("run_id") is { Length: > 0 } id ? id : OptionalText("run_uuid") is { Length: > 0 } old ? old : throw WireFault.Missing("run_id");

    /// <summary>Reads the body of a request that has one.</summary>
    /// <exception cref="RegistryException">The body is not a JSON object, or of another content type.</exception>
    /// <exception cref="BadHttpRequestException">The body is too large.</exception>
    public static async ValueTask<WireRequest> ReadAsync(HttpContext http)
    {
        if (HttpMethods.IsGet(http.Request.Method))
        {
            return new WireRequest(http);
        }

        WireBody body = await WireBody.ReadAsync(http).ConfigureAwait(false);
        try
        {
            JsonDocument? document = body.Json.IsEmpty ? null : body.Parse(static json => JsonDocument.Parse(json));
            return document is null or { RootElement.ValueKind: JsonValueKind.Object }
                ? new WireRequest(http, body, document)
                : throw RegistryException.Invalid("The body is not a JSON object.");
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    /// <summary>A value of the path.</summary>
    public string RouteText(string name) =>
        Http.RouteText(name) is { } text && !text.Contains('\0', StringComparison.Ordinal) ? text : throw WireFault.Invalid(name, Http.RouteText(name));

    /// <inheritdoc/>
    public void Dispose()
    {
        _document?.Dispose();
        _body?.Dispose();
    }
}
