using System.Text.Json;
using Hamf.Pipeline.Registry;
using Hamf.Server.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Hamf.Server.Mlflow;

/// <summary>The JSON body of a call, in a pooled buffer that Dispose returns. A call without a body has an empty one.</summary>
internal sealed class WireBody : IDisposable
{
    // A dataset's profile may have 16 million characters.
    private const long BytesMax = 32 << 20;

    private readonly RequestBody? _body;

    private WireBody(RequestBody? body) => _body = body;

    /// <summary>The body's JSON, as it was sent.</summary>
    public ReadOnlyMemory<byte> Json => _body?.Json ?? default;

    /// <summary>Reads the body.</summary>
    /// <exception cref="RegistryException">It is of another content type, or no text.</exception>
    /// <exception cref="BadHttpRequestException">It is too large.</exception>
    public static async ValueTask<WireBody> ReadAsync(HttpContext http)
    {
        if (http.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false })
        {
            return new WireBody(null);
        }

        CheckContentType(http.Request);
        RequestBody body = await RequestBody.ReadJsonAsync(http, BytesMax).ConfigureAwait(false);
        if (body.Problem is not { } problem)
        {
            return new WireBody(body);
        }

        body.Dispose();
        throw problem.Status == StatusCodes.Status413PayloadTooLarge
            ? new BadHttpRequestException(problem.Detail, problem.Status)
            : RegistryException.Invalid(problem.Detail);
    }

    /// <summary>Reads something from the body, and once more with bare NaN and infinities in quotes where it is no JSON.</summary>
    /// <exception cref="RegistryException">The body is not JSON.</exception>
    public T Parse<T>(Func<ReadOnlyMemory<byte>, T> parse)
    {
        try
        {
            return parse(Json);
        }
        catch (JsonException first)
        {
            byte[] quoted = BareNumbers.Quote(Json.Span) ?? throw NotJson(first);
            if (!RequestBody.EscapesAreText(quoted))
            {
                throw RegistryException.Invalid("A \\u escape in the body is half of a surrogate pair, which is no character.");
            }

            try
            {
                return parse(quoted);
            }
            catch (JsonException)
            {
                throw NotJson(first);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _body?.Dispose();

    private static RegistryException NotJson(JsonException e) => RegistryException.Invalid(ApiProblem.NotJson(e).Detail);

    private static void CheckContentType(HttpRequest request)
    {
        // A page elsewhere cannot send DELETE or PATCH without asking first, so MLflow's server asks for no type there either.
        if (HttpMethods.IsDelete(request.Method) || HttpMethods.IsPatch(request.Method))
        {
            request.ContentType ??= JsonReply.ContentType;
        }

        ReadOnlySpan<char> media = request.ContentType;
        int end = media.IndexOf(';');
        if (!(end < 0 ? media : media[..end]).Trim().Equals(JsonReply.ContentType, StringComparison.OrdinalIgnoreCase))
        {
            throw RegistryException.Invalid($"Bad Request. Content-Type must be one of ['{JsonReply.ContentType}'].");
        }
    }
}
