using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Unicode;
using Hamf.Pipeline.Rows;
using Microsoft.AspNetCore.Http;

namespace Hamf.Server.Api;

/// <summary>A request's whole body in a pooled buffer, or why it is not accepted. Dispose returns the buffer.</summary>
internal sealed class RequestBody : IDisposable
{
    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    private byte[] _buffer;
    private int _length;
    private int _start;

    private RequestBody(int capacity) => _buffer = ArrayPool<byte>.Shared.Rent(capacity);

    /// <summary>Why the body is not accepted, or null.</summary>
    public ApiProblem? Problem { get; private set; }

    /// <summary>The JSON text, without byte order mark.</summary>
    public ReadOnlyMemory<byte> Json => _buffer.AsMemory(_start, _length - _start);

    /// <summary>Reads a JSON body of at most <paramref name="maxBytes"/>.</summary>
    /// <param name="http">The request.</param>
    /// <param name="maxBytes">Largest size accepted.</param>
    /// <param name="optional">Whether an empty body is accepted as it is, whatever its content type.</param>
    public static async ValueTask<RequestBody> ReadJsonAsync(HttpContext http, long maxBytes, bool optional = false)
    {
        HttpRequest request = http.Request;
        RequestBody body = new(Math.Clamp((int)Math.Min(request.ContentLength ?? 0, 1 << 20), 1024, 1 << 20));
        bool mayBeEmpty = optional && request.ContentLength is null or 0;
        if (!mayBeEmpty && !IsJson(request.ContentType))
        {
            return body.Refuse(new(StatusCodes.Status415UnsupportedMediaType, "unsupported_media_type",
                $"Content-Type is '{Cut(request.ContentType)}'; send application/json in UTF-8."));
        }

        if (request.ContentLength > maxBytes || !await body.FillAsync(request.BodyReader, maxBytes, http.RequestAborted).ConfigureAwait(false))
        {
            return body.Refuse(new(StatusCodes.Status413PayloadTooLarge, "too_large",
                $"The body is larger than {maxBytes} bytes; send it in parts."));
        }

        return optional && body._length == 0 ? body : body.CheckText();
    }

    /// <summary>Takes the body as a JSON object in which no name comes twice.</summary>
    /// <param name="example">Such an object, for the message when it is none.</param>
    /// <param name="read">Makes the value of the object, or says what is wrong with it.</param>
    public (T? Value, ApiProblem? Problem) ReadObject<T>(string example, Func<JsonElement, (T? Value, ApiProblem? Problem)> read)
        where T : class
    {
        if (Problem is not null)
        {
            return (null, Problem);
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(Json, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = RowLimits.DepthMax });
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? read(document.RootElement)
                : (null, ApiProblem.BadRequest($"The body must be an object: {example}."));
        }
        catch (JsonException e)
        {
            return (null, ApiProblem.NotJson(e));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
            _length = _start = 0;
        }
    }

    private async ValueTask<bool> FillAsync(PipeReader reader, long maxBytes, CancellationToken cancellation)
    {
        while (true)
        {
            ReadResult read = await reader.ReadAsync(cancellation).ConfigureAwait(false);
            if (_length + read.Buffer.Length > maxBytes)
            {
                reader.AdvanceTo(read.Buffer.End);
                return false;
            }

            Append(read.Buffer);
            reader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return true;
            }
        }
    }

    private void Append(in ReadOnlySequence<byte> more)
    {
        int total = _length + (int)more.Length;
        if (total > _buffer.Length)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(total, _buffer.Length * 2));
            _buffer.AsSpan(0, _length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        more.CopyTo(_buffer.AsSpan(_length));
        _length = total;
    }

    /// <summary>
    /// Makes sure that every string of the body can become text: the JSON reader itself only notices broken UTF-8 and lone
    /// surrogate escapes when a string is asked for, which would be deep inside some parser.
    /// </summary>
    private RequestBody CheckText()
    {
        _start = _buffer.AsSpan(0, _length).StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0;
        ReadOnlySpan<byte> text = Json.Span;
        if (text.Trim(" \t\r\n"u8).IsEmpty)
        {
            return Refuse(ApiProblem.BadRequest("The body is empty; send a JSON object."));
        }

        if (!Utf8.IsValid(text))
        {
            return Refuse(ApiProblem.BadRequest("The body is not UTF-8."));
        }

        return text.IndexOf("\\u"u8) >= 0 && !EscapesAreText(text)
            ? Refuse(ApiProblem.BadRequest("A \\u escape in the body is half of a surrogate pair, which is no character."))
            : this;
    }

    /// <summary>True when every \u escape is a character, or part of one.</summary>
    internal static bool EscapesAreText(ReadOnlySpan<byte> json)
    {
        Utf8JsonReader reader = new(json);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
                {
                    _ = reader.GetString();
                }
            }

            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
        catch (JsonException)
        {
            // Not JSON at all: whoever reads the body says so, with the place.
            return true;
        }
    }

    private RequestBody Refuse(ApiProblem problem)
    {
        Problem = problem;
        return this;
    }

    private static bool IsJson(string? contentType)
    {
        if (contentType is null)
        {
            return false;
        }

        ReadOnlySpan<char> text = contentType;
        int end = text.IndexOf(';');
        ReadOnlySpan<char> media = (end < 0 ? text : text[..end]).Trim();
        bool isJson = media.Equals(JsonReply.ContentType, StringComparison.OrdinalIgnoreCase)
            || (media.StartsWith("application/", StringComparison.OrdinalIgnoreCase)
                && media.EndsWith("+json", StringComparison.OrdinalIgnoreCase));
        return isJson && (end < 0 || IsUtf8(text[(end + 1)..]));
    }

    private static bool IsUtf8(ReadOnlySpan<char> parameters)
    {
        int at = parameters.IndexOf("charset", StringComparison.OrdinalIgnoreCase);
        return at < 0 || parameters[at..].Contains("utf-8", StringComparison.OrdinalIgnoreCase);
    }

    private static string Cut(string? text) => text is null ? "" : text.Length <= 64 ? text : text[..64];
}
