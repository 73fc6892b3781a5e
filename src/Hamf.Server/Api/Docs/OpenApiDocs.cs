using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Hamf.Server.Api;

/// <summary>Turns the descriptions of the calls into the OpenAPI document; nothing happens before it is asked for.</summary>
internal static partial class OpenApiDocs
{
    /// <summary>The name that the framework serves when an address names none.</summary>
    public const string DocumentName = "v1";

    private const string ProblemSchema = "Problem";

    public static void Add(IServiceCollection services, string version) => services.AddOpenApi(DocumentName, options =>
    {
        options.ShouldInclude = static description => DocOf(description.ActionDescriptor.EndpointMetadata) is not null;
        options.AddOperationTransformer(static (operation, context, _) =>
        {
            ApiDoc doc = DocOf(context.Description.ActionDescriptor.EndpointMetadata)!;
            Fill(operation, doc, context.Description.RelativePath ?? "");
            return Task.CompletedTask;
        });
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Hamf",
                Version = version,
                Description = "Scores events, takes events and labels in, and moves models. Errors are RFC 9457 problem details.",
            };
            document.Servers = [];
            document.AddComponent(ProblemSchema, SchemaExamples.Of(JsonNode.Parse(ProblemExamples.Of(422))!));
            return Task.CompletedTask;
        });
    });

    private static ApiDoc? DocOf(IEnumerable<object> metadata) => metadata.OfType<ApiDoc>().FirstOrDefault();

    private static void Fill(OpenApiOperation operation, ApiDoc doc, string path)
    {
        operation.OperationId = doc.Id;
        operation.Summary = doc.Summary;
        operation.Description = doc.Description.Length > 0 ? doc.Description : null;
        operation.Parameters = [.. PathParameters(path), .. doc.Query.Select(q => Query(q.Name, q.Meaning, q.Type))];
        operation.RequestBody = doc.Form.Count > 0 ? Form(doc) : doc.Bodies.Count == 0 ? null : new OpenApiRequestBody
        {
            Required = !doc.BodyIsOptional,
            Content = new Dictionary<string, OpenApiMediaType> { [JsonReply.ContentType] = Media(doc.Bodies, JsonReply.ContentType) },
        };
        operation.Responses = new OpenApiResponses
        {
            [Text(doc.Status)] = new OpenApiResponse
            {
                Description = doc.Summary,
                Content = new Dictionary<string, OpenApiMediaType> { [doc.ContentType] = Media(doc.Answers, doc.ContentType) },
            },
        };
        foreach ((int status, string when) in doc.Problems)
        {
            operation.Responses[Text(status)] = Problem(status, when);
        }
    }

    private static OpenApiRequestBody Form(ApiDoc doc) => new()
    {
        Required = true,
        Content = new Dictionary<string, OpenApiMediaType>
        {
            ["multipart/form-data"] = new OpenApiMediaType
            {
                Schema = new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    Properties = doc.Form.ToDictionary(field => field.Name, IOpenApiSchema (field) => new OpenApiSchema
                    {
                        Type = JsonSchemaType.String,
                        Format = field.IsFile ? "binary" : null,
                        Description = field.Meaning,
                    }),
                },
            },
        },
    };

    private static OpenApiResponse Problem(int status, string when) => new()
    {
        Description = when,
        Content = new Dictionary<string, OpenApiMediaType>
        {
            ["application/problem+json"] = new OpenApiMediaType
            {
                Schema = new OpenApiSchemaReference(ProblemSchema),
                Example = JsonNode.Parse(ProblemExamples.Of(status)),
            },
        },
    };

    private static OpenApiMediaType Media(IReadOnlyList<(string Name, string Text)> examples, string contentType)
    {
        bool isJson = contentType == JsonReply.ContentType;
        JsonNode[] nodes = [.. examples.Select(e => isJson ? JsonNode.Parse(e.Text)! : JsonValue.Create(e.Text))];
        IOpenApiSchema[] schemas = [.. nodes.Select(SchemaExamples.Of)];
        return new OpenApiMediaType
        {
            Schema = schemas.Length == 1 ? schemas[0] : new OpenApiSchema { AnyOf = [.. schemas] },
            Examples = examples.Zip(nodes).ToDictionary(p => p.First.Name, p => (IOpenApiExample)new OpenApiExample { Value = p.Second }),
        };
    }

    private static IEnumerable<IOpenApiParameter> PathParameters(string path) =>
        PathName().Matches(path).Select(m => new OpenApiParameter
        {
            Name = m.Groups[1].Value,
            In = ParameterLocation.Path,
            Required = true,
            Schema = new OpenApiSchema { Type = m.Groups[1].Value == "version" ? JsonSchemaType.Integer : JsonSchemaType.String },
        });

    private static OpenApiParameter Query(string name, string meaning, string type) => new()
    {
        Name = name,
        In = ParameterLocation.Query,
        Description = meaning,
        Schema = new OpenApiSchema
        {
            Type = type switch { "integer" => JsonSchemaType.Integer, "boolean" => JsonSchemaType.Boolean, _ => JsonSchemaType.String },
        },
    };

    private static string Text(int status) => status.ToString(System.Globalization.CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex PathName();
}
