using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Hamf.Server.Api;

/// <summary>Reads a schema off an example.</summary>
internal static class SchemaExamples
{
    public static OpenApiSchema Of(JsonNode? example) => example switch
    {
        JsonObject members => new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Properties = members.ToDictionary(m => m.Key, m => (IOpenApiSchema)Of(m.Value)),
        },
        JsonArray items => new OpenApiSchema
        {
            Type = JsonSchemaType.Array,
            Items = items.Count > 0 ? Of(items[0]) : new OpenApiSchema(),
        },
        JsonValue value => new OpenApiSchema { Type = TypeOf(value.GetValueKind()) },
        _ => new OpenApiSchema(),
    };

    // An example like 1 or 0.5 shows a number; whether only whole ones occur cannot be read off it.
    private static JsonSchemaType TypeOf(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Number => JsonSchemaType.Number,
        JsonValueKind.True or JsonValueKind.False => JsonSchemaType.Boolean,
        _ => JsonSchemaType.String,
    };
}
