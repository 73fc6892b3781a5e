using System.Buffers;
using Hamf.Models.Formats;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Hamf.Server.Api;

/// <summary>The parts of a multipart request: files, and fields by name. Files stay in memory and are never written under the name they came with.</summary>
internal sealed class ImportForm
{
    private const int FieldSizeMax = 1 << 20;
    private const int FieldsMax = 10_000;
    private const int BoundaryLengthMax = 128;

    private readonly List<ImportFile> _files = [];
    private readonly Dictionary<string, List<string>> _fields = new(StringComparer.Ordinal);
    private int _fieldCount;

    /// <summary>The files, in the order in which they came.</summary>
    public IReadOnlyList<ImportFile> Files => _files;

    /// <summary>The file that came as the part <c>background</c>, or null.</summary>
    public ImportFile? Background { get; private set; }

    /// <summary>The value of a field that is given at most once, or null.</summary>
    public string? Field(string name) => _fields.TryGetValue(name, out List<string>? values) && values[^1].Length > 0 ? values[^1] : null;

    /// <summary>The values of a field that holds a list: separated by commas, or given several times.</summary>
    public IReadOnlyList<string> List(string name) => _fields.TryGetValue(name, out List<string>? values)
        ? [.. values.SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))]
        : [];

    /// <summary>Reads the request's body.</summary>
    /// <returns>The form, or why it is not accepted.</returns>
    public static async Task<(ImportForm? Form, ApiProblem? Problem)> ReadAsync(HttpContext http, long maxBytes)
    {
        if (!MediaTypeHeaderValue.TryParse(http.Request.ContentType, out MediaTypeHeaderValue? type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary) is not { Length: > 0 and <= BoundaryLengthMax } boundary)
        {
            return (null, new ApiProblem(StatusCodes.Status415UnsupportedMediaType, "unsupported_media_type", "Send the files as multipart/form-data, each as a part with a file name."));
        }

        if (http.Request.ContentLength > maxBytes)
        {
            return (null, TooLarge(maxBytes));
        }

        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = maxBytes;
        }

        var reader = new MultipartReader(boundary.Value!, http.Request.Body) { BodyLengthLimit = maxBytes };
        var form = new ImportForm();
        try
        {
            while (await reader.ReadNextSectionAsync(http.RequestAborted).ConfigureAwait(false) is { } section)
            {
                if (await form.AddAsync(section, http.RequestAborted).ConfigureAwait(false) is { } problem)
                {
                    return (null, problem);
                }
            }

            return (form, null);
        }
        catch (Exception e) when (e is InvalidDataException or IOException and not BadHttpRequestException)
        {
            return (null, ApiProblem.BadRequest("The body is not complete multipart/form-data."));
        }
    }

    private async Task<ApiProblem?> AddAsync(MultipartSection section, CancellationToken cancellation)
    {
        if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out ContentDispositionHeaderValue? disposition)
            || HeaderUtilities.RemoveQuotes(disposition.Name).Value is not { Length: > 0 } name)
        {
            return ApiProblem.BadRequest("A part of the body has no name.");
        }

        string? fileName = HeaderUtilities.RemoveQuotes(disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).Value;
        return string.IsNullOrEmpty(fileName)
            ? await AddFieldAsync(name, section.Body, cancellation).ConfigureAwait(false)
            : await AddFileAsync(name, fileName, section.Body, cancellation).ConfigureAwait(false);
    }

    private async Task<ApiProblem?> AddFieldAsync(string name, Stream body, CancellationToken cancellation)
    {
        char[] buffer = ArrayPool<char>.Shared.Rent(FieldSizeMax + 1);
        try
        {
            using var text = new StreamReader(body);
            int length = await text.ReadBlockAsync(buffer.AsMemory(0, FieldSizeMax + 1), cancellation).ConfigureAwait(false);
            if (length > FieldSizeMax || ++_fieldCount > FieldsMax)
            {
                return new ApiProblem(StatusCodes.Status413PayloadTooLarge, "too_large", length > FieldSizeMax
                    ? $"Field '{name[..Math.Min(name.Length, 64)]}' has more than {FieldSizeMax} characters; send files with a file name."
                    : $"There are more than {FieldsMax} fields; send lists separated by commas.");
            }

            if (!_fields.TryGetValue(name, out List<string>? values))
            {
                _fields[name] = values = [];
            }

            values.Add(new string(buffer, 0, length));
            return null;
        }
        finally
        {
            ArrayPool<char>.Shared.Return(buffer);
        }
    }

    private async Task<ApiProblem?> AddFileAsync(string name, string fileName, Stream body, CancellationToken cancellation)
    {
        using var content = new MemoryStream();
        await body.CopyToAsync(content, cancellation).ConfigureAwait(false);
        var file = new ImportFile(fileName, content.GetBuffer().AsMemory(0, (int)content.Length));
        if (name == "background")
        {
            Background = file;
            return null;
        }

        _files.Add(file);
        return _files.Count <= ModelImport.FilesMax
            ? null
            : new ApiProblem(StatusCodes.Status413PayloadTooLarge, "too_large", $"There are more than {ModelImport.FilesMax} files.");
    }

    private static ApiProblem TooLarge(long maxBytes) =>
        new(StatusCodes.Status413PayloadTooLarge, "too_large", $"The files have more than {maxBytes} bytes; import them with `hamf import` on the server.");
}
