using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Hamf.Server.Api;

/// <summary>Writes JSON answers through one reused buffer per thread, with their length known, so that nothing is chunked.</summary>
internal static class JsonReply
{
    public const string ContentType = "application/json";

    private const int MaxKeptBytes = 1 << 20;

    // Answers are data for programs, never HTML, so only what JSON itself demands is escaped.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [ThreadStatic]
    private static Scratch? _kept;

    /// <summary>Writes what <paramref name="write"/> produces from <paramref name="state"/>; it runs before this returns.</summary>
    public static Task WriteAsync<T>(HttpContext http, T state, Action<Utf8JsonWriter, T> write) =>
        WriteAsync(http, StatusCodes.Status200OK, ContentType, state, write);

    /// <inheritdoc cref="WriteAsync{T}(HttpContext,T,Action{Utf8JsonWriter,T})"/>
    public static Task WriteAsync<T>(HttpContext http, int status, string contentType, T state, Action<Utf8JsonWriter, T> write)
    {
        // Taken out while in use: a writer that itself answers would otherwise meet its own half-filled buffer.
        Scratch scratch = _kept ?? new Scratch();
        _kept = null;
        try
        {
            write(scratch.Json, state);
            scratch.Json.Flush();
            HttpResponse response = http.Response;
            response.StatusCode = status;
            response.ContentType = contentType;
            response.ContentLength = scratch.Buffer.WrittenCount;
            response.BodyWriter.Write(scratch.Buffer.WrittenSpan);
        }
        finally
        {
            if (scratch.Buffer.Capacity <= MaxKeptBytes)
            {
                scratch.Reset();
                _kept = scratch;
            }
        }

        return http.Response.BodyWriter.FlushAsync(http.RequestAborted).AsTask();
    }

    /// <summary>Answers with one list in an object: <c>{"NAME": [...]}</c>.</summary>
    public static Task WriteListAsync<T>(HttpContext http, string name, IEnumerable<T> items, Action<Utf8JsonWriter, T> write) =>
        WriteAsync(http, (name, items, write), static (json, list) =>
        {
            json.WriteStartObject();
            json.WriteStartArray(list.name);
            foreach (T item in list.items)
            {
                list.write(json, item);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });

    /// <summary>Writes a metric: JSON has no NaN, so an undefined value is null.</summary>
    public static void WriteMetric(this Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumber(name, value);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private sealed class Scratch
    {
        public Scratch() => Json = new Utf8JsonWriter(Buffer, Options);

        public ArrayBufferWriter<byte> Buffer { get; } = new(4096);

        public Utf8JsonWriter Json { get; }

        public void Reset()
        {
            Buffer.ResetWrittenCount();
            Json.Reset();
        }
    }
}
